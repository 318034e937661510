extension RomanizedLanguage {
    /// English words that customers use and documents spell in native letters.
    var loanWords: [String: String] { Self.loans[self] ?? [:] }

    private static let loans: [RomanizedLanguage: [String: String]] = {
        var tables: [RomanizedLanguage: [String: String]] = [:]
        for line in loanTable.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count == 4 else { continue }
            tables[.hindi, default: [:]][fields[0]] = fields[1]
            tables[.tamil, default: [:]][fields[0]] = fields[2]
            tables[.telugu, default: [:]][fields[0]] = fields[3]
        }
        return tables
    }()

    /// English, Hindi, Tamil, Telugu.
    private static let loanTable = """
        delivery डिलीवरी டெலிவரி డెలివరీ
        order ऑर्डर ஆர்டர் ఆర్డర్
        refund रिफंड ரீஃபண்ட் రీఫండ్
        return रिटर्न ரிட்டர்ன் రిటర్న్
        payment पेमेंट பேமெண்ட் పేమెంట్
        online ऑनलाइन ஆன்லைன் ఆన్‌లైన్
        booking बुकिंग புக்கிங் బుకింగ్
        ticket टिकट டிக்கெட் టికెట్
        price प्राइस பிரைஸ் ప్రైస్
        shop शॉप ஷாப் షాప్
        store स्टोर ஸ்டோர் స్టోర్
        hotel होटल ஹோட்டல் హోటల్
        room रूम ரூம் రూమ్
        doctor डॉक्टर டாக்டர் డాక్టర్
        hospital हॉस्पिटल ஹாஸ்பிடல் హాస్పిటల్
        clinic क्लिनिक கிளினிக் క్లినిక్
        school स्कूल ஸ்கூல் స్కూల్
        card कार्ड கார்டு కార్డు
        bank बैंक பேங்க் బ్యాంక్
        account अकाउंट அக்கவுண்ட் అకౌంట్
        number नंबर நம்பர் నంబర్
        mobile मोबाइल மொபைல் మొబైల్
        phone फोन போன் ఫోన్
        email ईमेल இமெயில் ఈమెయిల్
        address एड्रेस அட்ரஸ் అడ్రస్
        parking पार्किंग பார்க்கிங் పార్కింగ్
        discount डिस्काउंट டிஸ்கவுண்ட் డిస్కౌంట్
        offer ऑफर ஆஃபர் ఆఫర్
        service सर्विस சர்வீஸ் సర్వీస్
        warranty वारंटी வாரண்டி వారంటీ
        cancel कैंसिल கேன்சல் క్యాన్సిల్
        appointment अपॉइंटमेंट அப்பாயிண்ட்மெண்ட் అపాయింట్‌మెంట్
        office ऑफिस ஆபீஸ் ఆఫీస్
        bus बस பஸ் బస్సు
        train ट्रेन ட்ரெயின் ట్రైన్
        bill बिल பில் బిల్లు
        fees फीस ஃபீஸ் ఫీజు
        rupees रुपये ரூபாய் రూపాయలు
        """
}
