/// Words that a language's grammar needs and a search does not. They also tell languages apart.
enum StopWords {
    /// Folded words; empty for a language without a table.
    static func of(_ language: String) -> Set<String> { tables[language] ?? [] }

    static let tables: [String: Set<String>] = texts.mapValues { text in
        Set(text.split(whereSeparator: \.isWhitespace).map { TextNormalizer.fold(String($0)) })
    }

    private static let texts: [String: String] = [
        "en": """
        a about above after again against all also am an and any are aren as at be because been before being below
        between both but by can cannot could couldn did didn do does doesn doing don down during each few for from
        further had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn
        it its itself just let ll many me more most much my myself no nor not now of off on once only or other our ours
        ourselves out over own re s same shall she should shouldn so some such t than that the their theirs them
        themselves then there these they this those through to too under until up upon us ve very was wasn we were
        weren what when where which while who whom whose why will with won would wouldn you your yours yourself
        yourselves d m o also does get please
        """,
        "es": """
        a al algo algunas algunos ante antes aquel aquella aquello como con contra cual cuales cuando cuanto cuanta
        cuantos cuantas cuál cuáles cuándo cuánto cuánta cuántos cuántas cómo de del desde donde dónde durante e el
        él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están estas este esto estos estoy
        fue fueron ha había habían han has hasta hay he la las le les lo los más me mi mis mientras muy nada ni no
        nos nosotros nuestra nuestro o os otra otras otro otros para pero por porque puede pueden puedo pues que qué
        quien quienes quién quiénes se sea ser si sí sido sin sobre son su sus también tanto te tengo tiene tienen
        tienes todo todos tu tus tú un una unas uno unos usted ustedes y ya yo
        """,
        "pt": """
        a ao aos aquela aquele aquilo as até com como da das de dela dele deles depois do dos e ela elas ele eles em
        entre era eram essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já la lhe
        lhes mais mas me mesmo meu meus minha minhas muito na nas não nas nem no nos nós nossa nosso num numa o onde
        os ou para pela pelas pelo pelos pode podem por porque posso qual quais quando quanto quanta quantos quantas
        que quê quem se sem ser seu seus sua suas são só também te tem têm tinha tenho teu tu tua um uma umas uns
        você vocês à às é
        """,
        "de": """
        aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da dabei damit dann das
        dass daß dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine
        einem einen einer eines er es etwas euch euer für gegen gibt haben habe hat hatte hatten ich ihm ihn ihnen
        ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kein keine keinen können könnte
        man mein meine mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem
        seinen seiner seit sich sie sind so sollte soll sondern über um und uns unser unsere unter vom von vor war
        waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wie wieder wir wird
        wo wurde wurden während zu zum zur zwischen
        """,
        "fr": """
        à ai ainsi alors as au aucun aussi autre aux avait avant avec avez avoir avons c ça car ce cela ces cet cette
        ceux chez comme comment combien d dans de depuis des dont du elle elles en entre est et était étaient été
        être eu eux fait il ils j je l la le les leur leurs lors lui m ma mais me même mes moi mon n ne ni nos notre
        nous on ont ou où par pas pendant peut peuvent peux plus pour pourquoi qu quand que quel quelle quelles quels
        qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout toute toutes très tu un une
        vos votre vous y
        """,
        "it": """
        a ad agli ai al alla alle allo anche avere aveva c che chi ci come con cosa cui d da dagli dai dal dalla dalle
        dei degli del della delle dello di dopo dove e è ed era erano essere fra gli ha hai hanno ho i il in io l la
        le lei li lo loro lui ma me mi mia mie mio molto ne negli nei nel nella nelle nello no noi non nostra nostro
        o ogni per perché più può possono posso prima qual quale quali quando quanta quante quanti quanto quella quelle
        quelli quello questa queste questi questo sarà se sei si sia sono sopra su sua sue sugli sui sul sulla sulle
        suo suoi tra tu tutti tutto un una uno vi voi
        """,
        "nl": """
        aan al alle als bij dan dat de deze die dit doch doen door dus een en er ge geen had heb hebben heeft hem het
        hier hij hoe hoeveel hun iemand iets ik in is ja je jij kan kon kunnen kunt maar me meer men met mij mijn moet
        na naar niet niets nog nu of om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van
        veel voor waar waarom wanneer want waren was wat we welk welke werd wie wij wil worden wordt zal ze zei zelf
        zich zij zijn zo zonder zou zullen
        """,
        "sv": """
        alla att av blev bli blir de dem den denna deras dess det detta dig din där då efter ej eller en er ett från
        för ha hade han hans har henne hon honom hur här i icke ingen inom inte jag kan kunde man med mellan men mig
        min mot mycket ni nu när någon något några och om oss på samma sedan sig sin ska skulle som så till under upp
        ut utan vad var vara varför varit vem vid vilka vilken vilket vill vår än är över
        """,
        "da": """
        af alle andre at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller en
        end er et for fra få ham han hans har havde have hende hendes her hos hun hvad hvem hver hvilken hvis hvor
        hvordan hvorfor hvornår i ikke ind jeg jer kan kunne man mange med meget men mig min mod mit mod ned noget
        nogle nu når og også om op os over på selv sig sin skal skulle som sådan thi til ud under var vi vil ville
        vor være været
        """,
        "pl": """
        a aby ale bardzo bez być był była było były ci co czy dla do gdy gdzie go i ich ile im ja jak jakie jaki jaka
        jako je jego jej jest jestem jeszcze już każdy kiedy kto która które który lub ma mają może można na nad nie
        niż o od on ona one oni oraz po pod przed przez przy są się ta tak także tam te tego tej ten to tu tylko tym
        w we więc wszystko z za ze że
        """,
        "tr": """
        ama ancak bana bazı ben beni bir biri biz bu bunu da daha de değil diye en gibi göre hangi hem hep her hiç için
        ile ise kadar kaç ki kim mi mu mü mı nasıl ne neden nedir nerede o olan olarak olduğu onlar onu sana sen siz
        şey şu tüm var ve veya ya yani yok
        """,
        "id": """
        ada adalah agar akan anda apa apakah atau bagaimana bahwa banyak berapa bisa dalam dan dapat dari dengan di dia
        harus hanya ini itu jika juga kami kamu kapan karena ke kepada kita lebih mana mengapa mereka oleh pada para
        saat saya sebagai sebuah secara siapa sudah telah tetapi tidak untuk yang
        """,
        "ru": """
        а без более бы был была были было быть в вам вас весь во вот все всего вы где да для до его ее если есть еще ж
        же за и из или им их к как какая какие какой кем когда кого ко кто куда ли между меня мне много может можно мой
        мы на над надо нас не него нее нет ни них но ну о об он она они оно от очень по под после потом почему при про
        с сколько со так также такой там те тем то того тоже той только том ты у уже хотя чего чей чем что чтобы эта эти
        это этого этой этом этот я
        """,
        "uk": """
        а або але без би був була були було бути в від він вона вони воно все всі ви вже г де для до є його її їх з за
        зі і із й як яка яке який які коли куди ми між може на над не ні о об після по при про скільки та так такий там
        те тим ти то того тільки тому у хто це цей ці ця чи чим чому що щоб я
        """,
        "hi": """
        अगर अपना अपनी अपने आदि आप इन इनका इस इसका इसकी इसके इसमें इसे उन उनका उनकी उनके उस उसका उसकी उसके उसे एक एवं
        और कब कर करके करता करती करते करना करने का कि किया किस किसने किसी की कुछ के केवल को कोई कौन कौनसा कौनसी क्या
        क्यों कहाँ कहां कितना कितनी कितने कैसे गई गए गया चाहिए जब जहाँ जा जाता जाती जाते जिस जिसे जो तक तब तो था थी थे
        दिया द्वारा न नहीं ने पर फिर बहुत भी मुझे में मेरा मेरी मेरे मैं यदि यह यहाँ या ये रहा रही रहे लिए वह वे व वाला
        वाली वाले सकता सकती सकते साथ से हम हमारे ही हुआ हुई हुए है हैं हो होगा होता होती होते होना था
        """,
        "mr": """
        आणि आहे आहेत या हा ही हे तो ती ते होता होती होते मध्ये च ला ना नाही पण व किंवा का काय कसे कुठे केव्हा कोण कोणते
        किती साठी करण्यात आला आली आले असे असून त्या त्याच्या यांनी यांच्या झाला झाली झाले तर मी तुम्ही आम्ही की
        """,
        "ta": """
        ஒரு என்று மற்றும் இந்த இது அது அந்த என்ன எப்போது எங்கே எங்கு யார் ஏன் எப்படி எத்தனை எவ்வளவு எந்த உள்ள உள்ளது
        இருந்து இல்லை ஆகும் அல்லது நான் நீங்கள் அவர் அவர்கள் என் உங்கள் நாம் வேண்டும் முடியும் முடியுமா போது தான் கொண்டு
        பற்றி வரை மூலம் என எனது பிற மேலும் ஆனால் என்பது
        """,
        "te": """
        ఒక మరియు ఈ ఆ అది ఇది ఏమి ఏమిటి ఎప్పుడు ఎక్కడ ఎవరు ఎందుకు ఎలా ఎంత ఎన్ని ఏ ఉంది ఉన్నాయి ఉన్న నుండి లేదు లేదా
        నేను మీరు అతను ఆమె వారు నా మీ మన కోసం వరకు ద్వారా అని గురించి కూడా కానీ అయితే వద్ద లో కు ను
        """,
        "bn": """
        এবং একটি এই সেই যে যা কি কী কে কোন কোথায় কখন কেন কিভাবে কত থেকে জন্য সঙ্গে সাথে হয় হয়েছে ছিল আছে না নেই ও
        বা আমি আপনি তুমি তিনি তারা তার আমার আপনার এর করা করে হতে কিন্তু পর
        """,
        "ar": """
        في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا متى أين كيف لماذا كم هل من هو هي هم أنا أنت نحن كان
        كانت يكون أن إن لا لم لن قد أو و ثم بعد قبل عند كل بين حتى إذا لكن غير أي به له لها فيها منها
        """,
        "ur": """
        اور کا کی کے کو میں سے پر نے ہے ہیں تھا تھی تھے یہ وہ ایک کیا کب کہاں کون کیوں کیسے کتنا کتنے کتنی بھی تو ہی جو
        کہ اس ان کر لیے ساتھ نہیں ہو گیا گئی رہا
        """,
    ]
}
