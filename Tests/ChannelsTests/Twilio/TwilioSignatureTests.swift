import Testing

@testable import Channels

@Suite("Twilio's signature")
struct TwilioSignatureTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private static let url = "https://desk.example.org/channels/twilio/7/sms"
    private static let form = "application/x-www-form-urlencoded; charset=UTF-8"

    private func request(
        _ method: String = "POST", url: String = TwilioSignatureTests.url, signature: String?, type: String? = nil,
        body: String = ""
    ) -> WebhookRequest {
        var headers: [String: String] = [:]
        headers["X-Twilio-Signature"] = signature
        headers["Content-Type"] = type
        return WebhookRequest(method: method, url: url, headers: headers, body: Array(body.utf8))
    }

    @Test("L15: the example of Twilio's documentation is valid, and not with another digit, token or order of paths")
    func documentation() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2"
        let body = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        func isValid(_ url: String, _ body: String, _ token: String = "12345") -> Bool {
            TwilioSignature.isValid(
                request(url: url, signature: signature, type: Self.form, body: body), authToken: token)
        }
        #expect(isValid(url, body))
        #expect(!isValid(url, body.replacing("1234&", with: "1235&")))
        #expect(!isValid(url, body, "12346"))
        #expect(!isValid(url, body, ""))
        #expect(!isValid("https://mycompany.com/myapp.php?bar=2&foo=1", body))
        #expect(!isValid("https://mycompany.com/myapp.php/?foo=1&bar=2", body))
        #expect(!isValid(url, body + "&Extra=1"))
    }

    @Test("L15: values are signed decoded, untrimmed, the empty ones by their names")
    func decodedValues() {
        let body = "To=%2B15005550006&From=%2B15005550001&Body=+Caf%C3%A9%3F+%E2%98%95+100%25+%2B+tax+&a=&Z=1"
        let request = request(signature: "eqR0Hb8mqrF+EtPoe5oGSoVoiw0=", type: Self.form, body: body)
        #expect(TwilioSignature.isValid(request, authToken: Self.token))
    }

    @Test("L15: a name sent twice is signed with each of its values once, in order")
    func repeatedNames() {
        let request = request(signature: "j8xa4zaGB0sEQUJavSoYyrApwSQ=", type: Self.form, body: "N=b&N=a&N=b")
        #expect(TwilioSignature.isValid(request, authToken: Self.token))
    }

    @Test("L16: of a GET the URL alone is signed, still encoded")
    func get() {
        let request = request(
            "GET", url: Self.url + "?x=%2B1&y=a%20b", signature: "bMYkPdReCgiB9MwmG2GYGUZ3Lwg=")
        #expect(TwilioSignature.isValid(request, authToken: Self.token))
    }

    @Test("JSON is bound by the hash of its bytes, and refused without it")
    func json() {
        let hash = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
        let signed = Self.url + "?bodySHA256=" + hash
        let signature = "nKkQJSTs1DutcMDrdcJMFhSLZJA="
        func isValid(_ url: String, _ body: String, type: String? = "application/json") -> Bool {
            TwilioSignature.isValid(
                request(url: url, signature: signature, type: type, body: body), authToken: Self.token)
        }
        #expect(isValid(signed, #"{"a":1}"#))
        #expect(!isValid(signed, #"{"a":2}"#))
        #expect(!isValid(signed, #"{"a": 1}"#))
        let bare = TwilioSignature.sign(url: Self.url, authToken: Self.token)
        let unbound = request(url: Self.url, signature: bare, type: "application/json", body: #"{"a":1}"#)
        #expect(!TwilioSignature.isValid(unbound, authToken: Self.token))
        // The same for any body that is no form, whatever it calls itself.
        for type in ["text/plain", "multipart/form-data; boundary=x", "", nil] {
            let other = request(url: Self.url, signature: bare, type: type, body: "From=%2B15005550001")
            #expect(!TwilioSignature.isValid(other, authToken: Self.token), "\(type ?? "none")")
        }
    }

    @Test(
        "Twilio's forms of a URL are taken: with the scheme's port, without one, its query written anew",
        arguments: [
            (TwilioSignatureTests.url, "Gcu349jvWq5TIgREeX7N0+rcltY="),
            ("https://desk.example.org:8443/p", "d/Lnp59WtGx1xj3LOz2XEGOM1kM="),
            ("https://desk.example.org/p?q=it's", "q7SI0/60xuquyFKgOkr17uRkvc8="),
            ("https://desk.example.org/p?q=a+b", "uNJVBGFSOz0Xg6nRwWryRrI8PLw="),
            ("https://desk.example.org/p#rc=2", "d/Lnp59WtGx1xj3LOz2XEGOM1kM="),
            ("wss://desk.example.org/channels/twilio/relay", "f0JTsql16kCpZvUeyvyV8ZoX3fc="),
            ("wss://desk.example.org/channels/twilio/relay", "WhX6UM3hXL/tltEbiOpVez/ZGMQ="),
        ])
    func urlForms(_ url: String, _ signature: String) {
        #expect(TwilioSignature.isValid(request("GET", url: url, signature: signature), authToken: Self.token))
    }

    @Test("a URL with an IPv6 host or a user keeps them in every form")
    func authorities() {
        #expect(
            TwilioSignedURL.candidates(for: "https://[2001:db8::1]/p") == [
                "https://[2001:db8::1]/p", "https://[2001:db8::1]:443/p",
            ])
        #expect(
            TwilioSignedURL.candidates(for: "http://u:p@h.example:81?x=1") == [
                "http://u:p@h.example:81?x=1", "http://u:p@h.example?x=1", "http://u:p@h.example:80?x=1",
            ])
    }

    @Test("a signature that is missing, short, of another length or no base64 is refused")
    func malformed() {
        for signature in [
            nil, "", "AAAA", "d/Lnp59WtGx1xj3LOz2XEGOM1kM", "%%%%%%%%%%%%%%%%%%%%%%%%%%%%",
            "d/Lnp59WtGx1xj3LOz2XEGOM1kM==",
        ] {
            #expect(
                !TwilioSignature.isValid(
                    request("GET", url: "https://desk.example.org/p", signature: signature), authToken: Self.token))
        }
    }

    @Test("what is signed here is valid here, whatever the form holds")
    func roundTrip() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let fields = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                FormFields.Field(Self.text(&random), Self.text(&random))
            }
            let form = FormFields(fields)
            let signature = TwilioSignature.sign(url: Self.url, fields: form, authToken: Self.token)
            let request = request(signature: signature, type: Self.form, body: form.encoded)
            #expect(TwilioSignature.isValid(request, authToken: Self.token), "\(form)")
        }
    }

    private static func text(_ random: inout SystemRandomNumberGenerator) -> String {
        let characters = ["a", "B", " ", "+", "&", "=", "%", "é", "e\u{301}", "☕", "\n", "'", "ந", "\u{0}"]
        return (0..<Int.random(in: 0...5, using: &random)).map { _ in characters.randomElement(using: &random) ?? "" }
            .joined()
    }
}
