extension GroundingCases {
    /// As `english`.
    static let otherLanguages = """
        # Devoluciones
        = Los artículos sin usar se pueden devolver en un plazo de 14 días.
        ~ Se pueden devolver los artículos sin usar en un plazo de 14 días.
        ~ Los artículos sin usar se pueden devolver en un plazo de catorce días.
        ! número: Los artículos sin usar se pueden devolver en un plazo de 40 días.
        ! negación: Los artículos sin usar no se pueden devolver.
        ! negación: Los artículos usados se pueden devolver en un plazo de 14 días.
        = La tienda abre de lunes a viernes de 9:00 a 18:00 y cierra los domingos.
        ~ De lunes a viernes la tienda abre de 9:00 a 18:00.
        ~ La tienda cierra los domingos.
        ! día: La tienda abre los domingos de 9:00 a 18:00.
        ! hora: La tienda abre de lunes a viernes de 9:00 a 20:00.
        ! día: La tienda abre de lunes a sábado de 9:00 a 18:00.
        = El envío cuesta 5 € y es gratuito desde 60 €.
        ~ El envío es gratuito desde 60 euros.
        ~ El envío cuesta 5 euros.
        ! precio: El envío cuesta 15 €.
        ! moneda: El envío cuesta 5 dólares.
        ! negación: El envío no es gratuito.
        = Solo los socios pueden reservar la pista.
        ~ La pista solo la pueden reservar los socios.
        ! cantidad: Todos pueden reservar la pista.
        ! negación: Los socios no pueden reservar la pista.

        # Atendimento em português
        = O doutor Rui Tavares atende às segundas e quartas-feiras, das 9:00 às 13:00.
        ~ Às segundas e quartas-feiras atende o doutor Rui Tavares, das 9:00 às 13:00.
        ~ O doutor Rui Tavares atende das 9:00 às 13:00.
        ! hora: O doutor Rui Tavares atende das 9:00 às 15:00.
        ! pessoa: O doutor João Tavares atende das 9:00 às 13:00.
        ! dia: O doutor Rui Tavares atende às sextas.
        = Não atendemos répteis nem aves.
        ~ Não atendemos aves nem répteis.
        ! negação: Atendemos répteis e aves.
        ! produto: Não atendemos gatos.
        = O preço é de 140 dólares e a marcação deve ser feita com dois dias de antecedência.
        ~ O preço é de 140 dólares.
        ~ A marcação deve ser feita com 2 dias de antecedência.
        ! preço: O preço é de 120 dólares.
        ! moeda: O preço é de 140 euros.
        ! número: A marcação deve ser feita com três dias de antecedência.

        # Hausordnung
        = Hunde sind nur an der Leine erlaubt, Katzen sind verboten.
        ~ Hunde sind nur an der Leine erlaubt.
        ~ Katzen sind verboten.
        ~ Katzen sind nicht erlaubt.
        ! Verneinung: Katzen sind erlaubt.
        ! Verneinung: Hunde sind nicht erlaubt.
        ! Tausch: Pferde sind nur an der Leine erlaubt.
        = Die Rückgabe ist innerhalb von 30 Tagen kostenlos.
        ~ Innerhalb von 30 Tagen ist die Rückgabe kostenlos.
        ~ Die Rückgabe ist innerhalb von dreißig Tagen gratis.
        ! Zahl: Die Rückgabe ist innerhalb von 60 Tagen kostenlos.
        ! Einheit: Die Rückgabe ist innerhalb von 30 Wochen kostenlos.
        ! Verneinung: Die Rückgabe ist innerhalb von 30 Tagen nicht kostenlos.
        = Die Bibliothek öffnet montags um 10 Uhr und schließt um 18 Uhr.
        ~ Die Bibliothek schließt um 18 Uhr.
        ~ Montags öffnet die Bibliothek um 10:00 Uhr.
        ! Zeit: Die Bibliothek schließt um 20 Uhr.
        ! Tag: Die Bibliothek öffnet dienstags um 10 Uhr.

        # वापसी
        = सामान 14 दिनों के अंदर वापस किया जा सकता है।
        ~ 14 दिनों के अंदर सामान वापस किया जा सकता है।
        ~ सामान १४ दिनों के अंदर वापस किया जा सकता है।
        ! संख्या: सामान 30 दिनों के अंदर वापस किया जा सकता है।
        ! निषेध: सामान 14 दिनों के अंदर वापस नहीं किया जा सकता है।
        ! वस्तु: किताबें 14 दिनों के अंदर वापस की जा सकती हैं।
        = दुकान सोमवार से शनिवार तक सुबह 9 बजे से रात 8 बजे तक खुली रहती है।
        ~ सोमवार से शनिवार तक दुकान सुबह 9 बजे से रात 8 बजे तक खुली रहती है।
        ! समय: दुकान सोमवार से शनिवार तक सुबह 9 बजे से रात 10 बजे तक खुली रहती है।
        ! दिन: दुकान रविवार को सुबह 9 बजे से रात 8 बजे तक खुली रहती है।
        = पार्किंग का शुल्क ₹50 है।
        ~ पार्किंग का शुल्क 50 रुपये है।
        ! मूल्य: पार्किंग का शुल्क ₹500 है।
        ! मुद्रा: पार्किंग का शुल्क $50 है।
        ! निषेध: पार्किंग का शुल्क ₹50 नहीं है।

        # விதிகள்
        = பொருட்களை 14 நாட்களுக்குள் திருப்பி அனுப்பலாம்.
        ~ 14 நாட்களுக்குள் பொருட்களை திருப்பி அனுப்பலாம்.
        ! எண்: பொருட்களை 40 நாட்களுக்குள் திருப்பி அனுப்பலாம்.
        ! மறுப்பு: பொருட்களை 14 நாட்களுக்குள் திருப்பி அனுப்ப முடியாது.
        = நுழைவுக் கட்டணம் ₹100.
        ~ நுழைவுக் கட்டணம் 100 ரூபாய்.
        ! விலை: நுழைவுக் கட்டணம் ₹200.
        ! விலை: நுழைவுக் கட்டணம் இலவசம்.
        = பூங்கா திங்கள் முதல் வெள்ளி வரை திறந்திருக்கும்.
        ~ திங்கள் முதல் வெள்ளி வரை பூங்கா திறந்திருக்கும்.
        ! நாள்: பூங்கா திங்கள் முதல் ஞாயிறு வரை திறந்திருக்கும்.
        ! இடம்: நூலகம் திங்கள் முதல் வெள்ளி வரை திறந்திருக்கும்.

        # నియమాలు
        = వస్తువులను 14 రోజుల లోపు తిరిగి పంపవచ్చు.
        ~ 14 రోజుల లోపు వస్తువులను తిరిగి పంపవచ్చు.
        ! సంఖ్య: వస్తువులను 45 రోజుల లోపు తిరిగి పంపవచ్చు.
        ! నిషేధం: వస్తువులను 14 రోజుల లోపు తిరిగి పంపకూడదు.
        = ప్రవేశ రుసుము ₹100.
        ~ ప్రవేశ రుసుము 100 రూపాయలు.
        ! ధర: ప్రవేశ రుసుము ₹150.
        = పిల్లలు పెద్దలతో మాత్రమే రావాలి.
        ~ పెద్దలతో మాత్రమే పిల్లలు రావాలి.
        ! నిషేధం: పిల్లలు పెద్దలతో రాకూడదు.
        """
}
