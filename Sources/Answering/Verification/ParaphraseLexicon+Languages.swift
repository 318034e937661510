extension ParaphraseLexicon {
    static let spanish = ParaphraseLexicon(
        groups: """
            coste precio costar cuesta cuestan vale valen pagar pago tarifa
            comprar compra
            devolver devolución devuelto devuelve devolverse devueltos
            reservar reserva
            cancelar cancelación
            abrir abre abren apertura
            cerrar cierra cierran cierre
            entregar entrega envío enviar
            llamar teléfono llame llamada
            gratis gratuito gratuita
            perro perros
            niño niños
            """,
        light: """
            favor cliente clientes información según documento documentos usted puede pueden debe deben disponible cada
            tener tiene hacer ser estar caso además también sólo solo todos todas algunos siempre nunca antes después
            más menos máximo mínimo hasta desde euros euro dólares
            """,
        verbs: """
            es son está están era fue tiene tienen hay cuesta cuestan abre abren cierra cierran puede pueden debe deben
            incluye incluyen acepta aceptan ofrece ofrecemos se permite permiten vale valen dura duran empieza termina
            """)
    static let portuguese = ParaphraseLexicon(
        groups: """
            custo preço custar custa custam pagar pagamento tarifa
            comprar compra
            devolver devolução devolvido devolvidos
            reservar reserva marcação marcar
            cancelar cancelamento
            abrir abre abrem abertura
            fechar fecha fecham fecho
            entregar entrega enviar envio entregues enviados
            grátis gratuito gratuita gratuitos
            cão cães cachorro
            criança crianças
            """,
        light: """
            favor cliente clientes informação segundo documento documentos você pode podem deve devem disponível cada ter tem
            fazer ser estar caso também só todos todas alguns sempre nunca antes depois mais menos máximo mínimo até
            euros euro dólares reais
            """,
        verbs: """
            é são está estão era foi tem têm há custa custam abre abrem fecha fecham pode podem deve devem inclui incluem
            aceita aceitam oferece oferecemos permite permitem dura duram começa termina fica ficam
            """)
    static let german = ParaphraseLexicon(
        groups: """
            preis kosten kostet bezahlen zahlen gebühr
            kaufen kauf gekauft
            zurückgeben rückgabe zurückgegeben zurücksenden
            buchen buchung reservieren reservierung
            stornieren stornierung storniert absagen
            öffnen öffnet geöffnet öffnung offen
            schließen schließt
            liefern lieferung geliefert versand
            kostenlos gratis kostenfrei umsonst
            hund hunde hunden
            kind kinder kindern
            """,
        light: """
            bitte kunde kunden gast gäste laut dokument information können kann müssen muss dürfen darf verfügbar jede haben
            hat machen sein fall außerdem auch nur alle einige immer nie vor nach mehr weniger höchstens mindestens bis euro
            beträgt
            """,
        verbs: """
            ist sind war waren hat haben kostet kosten öffnet öffnen schließt schließen kann können muss müssen darf dürfen
            soll gibt beträgt dauert beginnt endet wird werden liegt enthält bietet bleibt
            """)
    static let hindi = ParaphraseLexicon(
        groups: """
            शुल्क कीमत दाम मूल्य किराया
            मुफ़्त मुफ्त निःशुल्क
            वापस वापसी लौटाया लौटा
            बुकिंग आरक्षण
            """,
        light: "कृपया ग्राहक ग्राहकों जानकारी दस्तावेज़ सकते सकता सकती उपलब्ध रुपये रुपए बजे सभी हर केवल सिर्फ हमेशा पहले बाद अनुसार")
}
