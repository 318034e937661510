/// Words that the commonest passwords of published breaches are built of, and the rows of alphabet and keyboard.
enum CommonPasswordWords {
    static let all: [String] = """
        password passwort passwd senha contrasena motdepasse parola parol haslo qwerty qwertz azerty letmein welcome
        willkommen bienvenido bemvindo namaste admin administrator root user login guest test master iloveyou loveyou
        love sunshine princess monkey dragon football soccer baseball basketball superman batman spiderman pokemon
        starwars naruto minecraft fortnite shadow michael jordan jessica daniel ashley charlie andrew thomas robert
        jennifer nicole matthew joshua hunter george killer trustno hello freedom whatever secret summer winter spring
        autumn january february march april june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday cheese chocolate cookie banana orange computer internet google
        facebook samsung iphone apple microsoft windows access changeme default temporary temp pass word flower angel
        family forever jesus christ god bless lucky money ferrari mustang corvette yamaha harley liverpool chelsea
        arsenal barcelona realmadrid manchester india brazil america london paris mexico china krishna ganesh sairam
        support service helpdesk frontdesk business company office customer client team manager owner agent
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    static let rows = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
        "azertyuiop", "qsdfghjklm", "wxcvbn", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp",
    ]
}
