extension FormLexicon {
    static let spanish = FormLexicon(
        "es", keywords: "formulario|el formulario|formularios",
        verbs: "rellenar|llenar|completar|empezar|comenzar|iniciar|abrir|hacer|quiero|quisiera|deseo|enviar|ver|dame",
        fillers: """
            yo|el|la|un|una|su|tu|este|de|del|por|favor|me|gustaría|puedo|podría|podemos|vamos|a|ahora|sí|hola\
            |presupuesto|solicitud|contacto|para|con|ya
            """,
        commands: [
            .back: "atrás|volver|volver atrás|anterior|pregunta anterior|regresar",
            .skip: "omitir|saltar|pasar|siguiente pregunta|saltar pregunta",
            .cancel: """
            cancelar|parar|para el formulario|cancelar el formulario|cancelar formulario|salir|detener\
            |terminar el formulario
            """,
            .again: "repetir|repite|repita|otra vez|repetir la pregunta",
            .help: "ayuda|ayúdame|necesito ayuda",
        ],
        yes: "sí|si|claro|claro que sí|por supuesto|vale|correcto|de acuerdo|afirmativo",
        no: "no|no gracias|nunca|para nada|negativo|claro que no",
        questionWords: """
            qué|cuál|cuáles|quién|quiénes|dónde|cuándo|por qué|cómo|cuánto|cuánta|cuántos|cuántas\
            |puedo|puede\
            |pueden|hay|tienen|tiene
            """,
        dates: DateWords(
            months: [
                "enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul",
                "agosto|ago", "septiembre|setiembre|sep|sept", "octubre|oct", "noviembre|nov", "diciembre|dic",
            ],
            weekdays: [
                "domingo|dom", "lunes|lun", "martes", "miércoles|mié", "jueves|jue", "viernes|vie", "sábado|sáb",
            ],
            relative: ["hoy": 0, "ahora": 0, "esta noche": 0, "mañana": 1, "pasado mañana": 2],
            days: "día|días", weeks: "semana|semanas", monthsUnit: "mes|meses",
            counts: [
                "un|una|uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
                "doce",
            ],
            next: "próximo|próxima|este|esta|siguiente",
            fillers: "el|la|los|de|del|en|dentro|a|al|por|favor|para|que|viene|o|hacia|tarde|noche|fecha|día"),
        phrases: [
            .intro: "Vamos a rellenar el formulario. En cualquier momento puede decir «atrás», «ayuda» o «cancelar».",
            .notNumber: "Aquí necesito un número. Escríbalo en cifras, por ejemplo 1250 o 2,5.",
            .notDate: "No he entendido la fecha. Escríbala como {date}, o diga «el próximo martes» o «mañana».",
            .noSuchDay: "Ese día no existe en el calendario. Escriba la fecha como {date}.",
            .notPhone: "Eso no parece un número de teléfono. Escríbalo con su prefijo, por ejemplo {phone}.",
            .notEmail: "Eso no parece una dirección de correo. Escríbala como nombre@ejemplo.com.",
            .notChoice: "Elija una de las opciones, por su nombre o su número.",
            .notYesNo: "Responda sí o no, por favor.",
            .notAddress: """
            Necesito la dirección completa: calle y número, y la población, por ejemplo Calle \
            Mayor 12, Madrid.
            """,
            .tooLong: "Es demasiado largo: use menos de {limit} caracteres.",
            .required: "Esta pregunta es necesaria y no se puede omitir.",
            .atStart: "Esta es la primera pregunta.",
            .resume: "Sigamos con el formulario:",
            .help: """
            Responda con sus propias palabras. También puede decir «atrás», «omitir», «repetir» o \
            «cancelar», o \
            preguntarme algo: le respondo y seguimos aquí.
            """,
            .cancelled: """
            He detenido el formulario. Diga «{keyword}» para empezar de nuevo; mientras tanto, \
            pregunte lo que \
            quiera.
            """,
            .gone: "Este formulario ya no está disponible. Lo que escribió se conserva; puede seguir preguntando.",
        ])
}
