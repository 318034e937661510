extension FormLexicon {
    static let portuguese = FormLexicon(
        "pt", keywords: "formulário|o formulário|formulários",
        verbs: "preencher|completar|começar|iniciar|abrir|fazer|quero|queria|gostaria|desejo|enviar|ver",
        fillers: """
            eu|o|a|um|uma|seu|teu|este|esse|de|do|por|favor|me|posso|podemos|vamos|agora|sim|olá|oi|orçamento\
            |pedido|contato|contacto|para|com|já
            """,
        commands: [
            .back: "voltar|para trás|anterior|pergunta anterior|volta",
            .skip: "pular|saltar|passar|próxima pergunta|ignorar",
            .cancel: "cancelar|parar|parar o formulário|cancelar o formulário|cancelar formulário|sair|desistir",
            .again: "repetir|repete|repita|de novo|outra vez|repetir a pergunta",
            .help: "ajuda|ajude-me|me ajude|preciso de ajuda",
        ],
        yes: "sim|claro|claro que sim|com certeza|correto|está bem|tá bom|certo",
        no: "não|nao|não obrigado|nunca|de jeito nenhum|claro que não|errado",
        questionWords: """
            que|o que|qual|quais|quem|onde|quando|por que|porque|como|quanto|quanta|quantos|quantas\
            |posso|pode\
            |podem|há|tem|têm
            """,
        dates: DateWords(
            months: [
                "janeiro|jan", "fevereiro|fev", "março|mar", "abril|abr", "maio|mai", "junho|jun", "julho|jul",
                "agosto|ago", "setembro|set", "outubro|out", "novembro|nov", "dezembro|dez",
            ],
            weekdays: [
                "domingo|dom", "segunda|segunda-feira|seg", "terça|terça-feira|ter", "quarta|quarta-feira|qua",
                "quinta|quinta-feira|qui", "sexta|sexta-feira|sex", "sábado|sáb",
            ],
            relative: ["hoje": 0, "agora": 0, "amanhã": 1, "depois de amanhã": 2],
            days: "dia|dias", weeks: "semana|semanas", monthsUnit: "mês|meses",
            counts: [
                "um|uma", "dois|duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze",
            ],
            next: "próximo|próxima|este|esta",
            fillers: "o|a|os|de|do|da|em|no|na|dentro|daqui|por|favor|para|que|vem|feira|tarde|noite|manhã|data"),
        phrases: [
            .intro: "Vamos preencher o formulário. A qualquer momento pode dizer “voltar”, “ajuda” ou “cancelar”.",
            .notNumber: "Preciso de um número aqui. Escreva-o em algarismos, como 1250 ou 2,5.",
            .notDate: "Não entendi a data. Escreva-a como {date}, ou diga “próxima terça” ou “amanhã”.",
            .noSuchDay: "Esse dia não existe no calendário. Escreva a data como {date}.",
            .notPhone: "Isso não parece um número de telefone. Escreva-o com o indicativo, como {phone}.",
            .notEmail: "Isso não parece um endereço de e-mail. Escreva-o como nome@exemplo.com.",
            .notChoice: "Escolha uma das opções, pelo nome ou pelo número.",
            .notYesNo: "Responda sim ou não, por favor.",
            .notAddress: "Preciso do endereço completo: rua e número, e a cidade, como Rua das Flores 12, Porto.",
            .tooLong: "É longo demais: use menos de {limit} caracteres.",
            .required: "Esta pergunta é necessária e não pode ser saltada.",
            .atStart: "Esta é a primeira pergunta.",
            .resume: "Voltando ao formulário:",
            .help: """
            Responda com as suas palavras. Também pode dizer “voltar”, “pular”, “repetir” ou “cancelar”, ou \
            perguntar-me algo: respondo e continuamos aqui.
            """,
            .cancelled: "Parei o formulário. Diga “{keyword}” para começar de novo; entretanto, pergunte o que quiser.",
            .gone: "Este formulário já não está disponível. O que escreveu fica guardado; pode continuar a perguntar.",
        ])
}
