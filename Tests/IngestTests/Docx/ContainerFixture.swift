/// Beginnings of compound files (MS-CFB), enough to be recognised.
enum ContainerFixture {
    private static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    /// A container whose directory names the stream of an encrypted package.
    static let encryptedPackage = container(stream: "EncryptedPackage")
    /// A container of a binary Word document.
    static let binaryDocument = container(stream: "WordDocument")

    private static func container(stream: String) -> [UInt8] {
        let name = stream.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return signature + [UInt8](repeating: 0, count: 504) + name + [UInt8](repeating: 0, count: 512)
    }
}
