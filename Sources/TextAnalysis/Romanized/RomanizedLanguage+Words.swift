extension RomanizedLanguage {
    /// Words that are typed all the time, in the spellings that people use, with their native form. They tell the
    /// language, and their spelling need not be guessed.
    var frequentWords: [String: String] {
        switch self {
        case .hindi: Self.hindiWords
        case .tamil: Self.tamilWords
        case .telugu: Self.teluguWords
        }
    }

    /// Native form, then the ways to type it; entries are separated by semicolons.
    private static func table(_ text: String) -> [String: String] {
        var words: [String: String] = [:]
        for entry in text.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let parts = entry.split(separator: " ").map(String.init)
            guard let native = parts.first else { continue }
            for roman in parts.dropFirst() { words[roman] = words[roman] ?? native }
        }
        return words
    }

    private static let hindiWords = table(
        """
        क्या kya kyaa kia; कब kab; कैसे kaise kese kaisay; कैसा kaisa; कैसी kaisi; कितना kitna kitnaa; कितने kitne kitney
        कितनी kitni kitnee; कहाँ kahan kaha kahaan; कौन kaun kon koun; कौनसा kaunsa konsa; कौनसी kaunsi konsi
        कौनसे kaunse konse; किस kis; किसने kisne; किसको kisko kisako; किसका kiska; किसकी kiski; किसके kiske; किसे kise
        किन kin; क्यों kyon kyun kyu kyo kyoon; है hai hei he h; हैं hain hein; था tha thaa; थे the they; थी thi thee; थीं thin
        होगा hoga; होगी hogi; होंगे honge; हुआ hua huaa; हुई hui huyi huee; हुए hue huye; हो ho; होता hota; होती hoti
        होते hote; होना hona; होने hone; रहा raha rahaa; रही rahi rahee; रहे rahe; गया gaya gayaa; गई gayi gai gayee
        गए gaye gae; किया kiya kiyaa; किए kiye; की ki kee; दिया diya diyaa; दिए diye; दी dee; लिया liya; ली lee
        लिए liye lie liy; का ka kaa; के ke kay; को ko; से se; में mein men me mai main mei; पर par pr; पे pe; और aur or
        या ya yaa; नहीं nahi nahin nahee nhi nai; भी bhi bhee; ही hi hee; तो to toh; जो jo; जब jab; तक tak; एक ek aik; दो do
        यह yah yeh ye; वह vah woh wo wah; ये yay; इस is iss; उस us uss; इन in; उन un; इसका iska; इसकी iski; इसके iske
        इसे ise; उसका uska; उसकी uski; उसके uske; उसे use; उनका unka; उनकी unki; उनके unke; उन्हें unhe unhen
        उन्होंने unhone unhonne; अपना apna; अपनी apni; अपने apne; मेरा mera; मेरी meri; मेरे mere; हमारा hamara humara
        हमारी hamari; हमारे hamare; आप aap ap; आपका aapka apka; आपकी aapki apki; आपके aapke apke; मुझे mujhe muje
        हम hum ham; तुम tum; कर kar kr; करना karna; करने karne; करता karta; करती karti; करते karte; करें karen karein kare
        करूं karu karun karoon; करो karo; करके karke; सकता sakta; सकते sakte; सकती sakti; सकूं saku sakun
        चाहिए chahiye chahie chaiye; मिलता milta; मिलती milti; मिलते milte; मिलेगा milega; मिलेगी milegi; मिल mil
        मिला mila; मिली mili; मिले mile; वाला wala vala; वाले wale vale; वाली wali vali; दिन din; घंटे ghante; समय samay samai
        पैसे paise paisa; कीमत kimat keemat keemath; दाम daam dam; दुकान dukan dukaan; खुला khula; खुलता khulta
        खुलती khulti; खुलेगा khulega; बंद band; बताओ batao; बताइए bataiye bataye; देना dena; देते dete; देता deta; लेना lena
        लगता lagta; लगते lagte; लगती lagti; लगेगा lagega; लगेंगे lagenge; वापस wapas vapas wapis; साथ saath sath
        बाद baad; पहले pehle pahle; पहला pehla pahla; पहली pehli pahli; सबसे sabse; अधिक adhik; ज्यादा zyada jyada
        कम kam; कुछ kuch kuchh; कोई koi; सब sab; द्वारा dwara dvara; जैसे jaise; जाता jata jaata; जाती jati jaati
        जाते jate jaate; जाना jana jaana; जाने jane jaane; किसी kisi; जिसने jisne; जिसके jiske; जिसमें jisme jismein; जिस jis
        हर har; बहुत bahut bohot; अगर agar; लेकिन lekin; अब ab; आज aaj; कल kal; रात raat; सुबह subah; शाम shaam sham; घर ghar
        पास paas; बीच beech bich; दौरान dauran; रूप roop rup; नाम naam nam; साल saal; लोग log; लोगों logon; भारत bharat; पानी paani
        ने ne; दिए die; किए kie; सी si; वे we ve; वो vo; पास pas; बजे baje; रूप rup; तब tab; सौ sau; हज़ार hazaar hajaar hajar
        लाख lakh; करोड़ crore karod karor; गाँव gaon gaanv; शहर shahar sheher; सरकार sarkar sarkaar; बनाया banaya; बनाने banane
        बनाता banata; बना bana; बनी bani; बने bane; कहते kahte kehte kahate; तरह tarah; तरफ taraf; अंदर andar; बाहर bahar baahar
        ऊपर upar oopar; नीचे niche neeche; दूसरा doosra dusra; दूसरे doosre dusre; दूसरी doosri dusri; तीसरा teesra tisra
        नया naya; नई nayi; पुराना purana; अच्छा accha acha achha; बड़ा bada; बड़े bade; बड़ी badi; छोटा chhota; छोटे chhote
        सिर्फ sirf; फिर phir fir; सही sahi; गलत galat; मतलब matlab; चलता chalta; चलती chalti; चालू chalu chaalu; शुरू shuru
        खत्म khatam; जल्दी jaldi; कभी kabhi; क्योंकि kyunki kyonki; इसलिए isliye; इसमें isme ismein; उसमें usme usmein
        जिन्हें jinhe jinhen; जिनकी jinki; वहाँ wahan vahan wahaan; यहाँ yahan yahaan; जहाँ jahan jahaan; इतना itna; इतने itne
        इतनी itni; उतना utna; जीता jita jeeta; जीते jite jeete; हारा hara haara; हारे hare haare; हर har; केवल keval; प्रति prati
        """)

    private static let tamilWords = table(
        """
        என்ன enna yenna; எப்போ eppo epo yeppo; எப்போது eppodhu eppothu eppozhudhu; எப்படி eppadi epadi epdi yeppadi
        எங்கே enge engey yenge; எங்க enga yenga; எவ்வளவு evvalavu evlo evalo evlavu yevlo; எத்தனை ethanai ethana etthanai
        ஏன் yen aen; யார் yaar yaaru; எது edhu ethu; எந்த endha entha yendha; இது idhu ithu; அது adhu athu; இந்த indha intha
        அந்த andha antha; இருக்கு irukku iruku irukkuthu; இருக்கா irukka iruka; இருக்கிறது irukkiradhu irukkirathu
        இல்லை illai illa ila; உண்டு undu; உண்டா unda; வேண்டும் vendum venum venam; வேணும் veanum; வேண்டுமா venuma vendumaa
        முடியுமா mudiyuma mudiyumaa; முடியும் mudiyum; முடியாது mudiyathu mudiyadhu; ஆகும் aagum agum aakum; ஆகுமா aaguma
        ஆச்சு aachu achu; பண்ண panna; பண்ணணும் pannanum pannanam; பண்ணலாம் pannalam; பண்ணலாமா pannalama; செய்ய seyya
        செய்வது seivadhu seivathu seyvathu; செய்யலாம் seyyalam; கிடைக்கும் kidaikkum kedaikkum kidaikum
        கிடைக்குமா kidaikkuma kedaikuma; நான் naan nan; நீங்கள் neengal ninga neenga; உங்கள் ungal unga; எங்கள் engal
        என் en; எனக்கு enakku enaku; உனக்கு unakku; நாங்கள் naangal; அவர் avar; அவன் avan; அவள் aval; அவர்கள் avargal
        ஒரு oru; நாள் naal; நாட்கள் naatkal; மணிக்கு manikku maniku; மணி mani; கடை kadai kada; விலை vilai vela
        பணம் panam; திரும்ப thirumba tirumba; திறக்கும் thirakkum tirakkum; மூடும் moodum mudum; எடுக்கும் edukkum eduku
        வரும் varum; வருமா varuma; வந்து vandhu vanthu; போக poga; போகும் pogum; கொடுக்க kodukka; சொல்லுங்க sollunga
        சொல்லுங்கள் sollungal; தெரியுமா theriyuma; வாங்க vaanga vanga; வாங்கலாம் vaangalam; மற்றும் matrum
        அல்லது alladhu allathu; பிறகு piragu; முன் mun; வரை varai; இப்போ ippo; இன்று indru innaiku; நாளை naalai
        மேல் mel; கீழ் keezh; கூட kooda; மட்டும் mattum mattume; பற்றி patri; இங்கே inge inga; அங்கே ange anga
        """)

    private static let teluguWords = table(
        """
        ఏమిటి emiti yemiti; ఏంటి enti yenti; ఎలా ela yela elaa; ఎప్పుడు eppudu epudu yeppudu; ఎక్కడ ekkada ekada yekkada
        ఎంత entha yentha enta; ఎన్ని enni yenni; ఎందుకు enduku yenduku; ఎవరు evaru yevaru; ఏది edi yedi; ఏ ye
        ఉంది undi vundi; ఉందా unda vunda undaa; ఉన్నాయి unnayi vunnayi unnai; ఉంటుంది untundi vuntundi; ఉంటాయి untayi
        లేదు ledu; లేదా leda; కావాలి kavali kaavali; కావాలా kavala; చేయాలి cheyali cheyaali; చెయ్యాలి cheyyali
        చేయడం cheyadam; చేయవచ్చు cheyavachu cheyavacchu; చేస్తారు chestaru chestharu; చేసుకోవాలి chesukovali; చేసిన chesina
        అవుతుంది avutundi avuthundi autundi; అవుతుందా avutunda; పడుతుంది padutundi paduthundi; వస్తుంది vastundi vasthundi
        వస్తుందా vastunda; ఇస్తారు istaru istharu; ఇస్తారా istara isthara; నేను nenu; నాకు naku naaku; నా naa; మీరు meeru miru
        మీ mee; మీకు meeku; మేము memu; మాకు maaku maku; అతను atanu; ఆమె aame; వారు vaaru; ఇది idi; అది adi; ఈ ee; ఆ aa
        ఒక oka; రోజు roju; రోజులు rojulu; రోజుల్లో rojullo; గంటలకు gantalaku; గంటలు gantalu; సమయం samayam; ధర dhara
        డబ్బు dabbu; డబ్బులు dabbulu; తిరిగి tirigi thirigi; దుకాణం dukanam; షాపు shopu; తెరుస్తారు terustaru therustharu
        మూస్తారు moostaru; చెప్పండి cheppandi; చెప్పు cheppu; తెలుసా telusa; ఎలాగ elaga; కోసం kosam; నుండి nundi; నుంచి nunchi
        వరకు varaku; తర్వాత tarvata tharvatha; ముందు mundu; మరియు mariyu; కానీ kani; కూడా kuda kooda; లో lo; కి ki; కు ku
        తో tho; గురించి gurinchi; ఇక్కడ ikkada; అక్కడ akkada; ఇప్పుడు ippudu; ఈరోజు eeroju; రేపు repu; దొరుకుతుంది dorukutundi
        అయితే aithe ayite; అంటే ante; కాదు kadu kaadu; వద్దు vaddu
        """)
}
