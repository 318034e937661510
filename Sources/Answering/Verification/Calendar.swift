/// Months and weekdays by name, in lower case.
enum Calendar {
    static let months = table([
        "january jan enero janeiro januar jänner janvier जनवरी ஜனவரி జనవరి",
        "february feb febrero fevereiro februar février फरवरी பிப்ரவரி ఫిబ్రవరి",
        "march marzo março märz mars मार्च மார்ச் మార్చి", "april apr abril avril अप्रैल ஏப்ரல் ఏప్రిల్",
        "may mayo maio mai मई மே మే", "june jun junio junho juni juin जून ஜூன் జూన్",
        "july jul julio julho juli juillet जुलाई ஜூலை జూలై", "august aug agosto août अगस्त ஆகஸ்ட் ఆగస్టు",
        "september sep sept septiembre setembro septembre सितंबर செப்டம்பர் సెప్టెంబర్",
        "october oct octubre outubro oktober octobre अक्टूबर அக்டோபர் అక్టోబర్",
        "november nov noviembre novembro novembre नवंबर நவம்பர் నవంబర్",
        "december dec diciembre dezembro dezember décembre दिसंबर டிசம்பர் డిసెంబర్",
    ])
    static let weekdays = table([
        "monday mondays mon lunes segunda-feira segundas segundas-feiras montag montags lundi सोमवार திங்கள் திங்கட்கிழமை సోమవారం",
        "tuesday tuesdays tue tues martes terça-feira terças terças-feiras dienstag dienstags mardi मंगलवार செவ்வாய் செவ்வாய்க்கிழமை మంగళవారం",
        "wednesday wednesdays wed miércoles quarta-feira quartas quartas-feiras mittwoch mittwochs mercredi बुधवार புதன் புதன்கிழமை బుధవారం",
        "thursday thursdays thu thurs jueves quinta-feira quintas quintas-feiras donnerstag donnerstags jeudi गुरुवार வியாழன் வியாழக்கிழமை గురువారం",
        "friday fridays fri viernes sexta-feira sextas sextas-feiras freitag freitags vendredi शुक्रवार வெள்ளி வெள்ளிக்கிழமை శుక్రవారం",
        "saturday saturdays sat sábado sábados samstag samstags sonnabend samedi शनिवार சனி சனிக்கிழமை శనివారం",
        "sunday sundays sun domingo domingos sonntag sonntags dimanche रविवार ஞாயிறு ஞாயிற்றுக்கிழமை ఆదివారం",
    ])

    private static func table(_ lists: [String]) -> [String: Int] {
        var table: [String: Int] = [:]
        for (index, list) in lists.enumerated() {
            for name in list.split(separator: " ") { table[String(name)] = index + 1 }
        }
        return table
    }
}
