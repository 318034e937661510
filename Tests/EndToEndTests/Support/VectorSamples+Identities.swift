extension VectorSamples {
    private static let signedIdentifier = "7eb0ffe85e0e739da08c690a606f85f1a69adc4d0859447c4e3665ef6af007c3"

    /// A letter with its mark, and the same in one, are two identifiers.
    static let identities = #"""
        {"format": 1, "cases": [
          {"id": "right", "key": "k_5c1d0e2f3a4b59687786950a1b2c3d4e", "identifier": "user-42",
           "identifier_hash": "\#(signedIdentifier)", "valid": true},
          {"id": "written", "key": "schl\u00fcssel", "identifier": "\u0bae\u0bbe e\u0301",
           "identifier_hash": "9379740628a8ee6dfe7ebf96e9543a8655509a43a1932d90f393e9658dd31ec9"},
          {"id": "written-otherwise", "key": "schl\u00fcssel", "identifier": "\u0bae\u0bbe \u00e9",
           "identifier_hash": "9379740628a8ee6dfe7ebf96e9543a8655509a43a1932d90f393e9658dd31ec9", "valid": false},
          {"id": "capitals", "key": "k_5c1d0e2f3a4b59687786950a1b2c3d4e", "identifier": "user-42",
           "identifier_hash": "\#(signedIdentifier.uppercased())", "negative": true},
          {"id": "missing", "key": "k_5c1d0e2f3a4b59687786950a1b2c3d4e", "identifier": "user-42", "negative": true}
        ]}
        """#

    static let wrongIdentities = #"""
        {"format": 1, "cases": [
          {"id": "right", "key": "k_5c1d0e2f3a4b59687786950a1b2c3d4e", "identifier": "user-42",
           "identifier_hash": "\#(signedIdentifier)", "valid": false},
          {"id": "other", "key": "k_5c1d0e2f3a4b59687786950a1b2c3d4e", "identifier": "user-43",
           "identifier_hash": "\#(signedIdentifier)", "valid": true},
          {"id": "keyless", "identifier": "user-42", "identifier_hash": "\#(signedIdentifier)", "negative": true}
        ]}
        """#
}
