/// The words of `Paraphrases`, language by language.
struct ParaphraseLexicon {
    /// A group of words per line.
    var groups = ""
    var light = ""
    /// Forms in which a clause has its verb.
    var verbs = ""

    static func of(_ language: String) -> ParaphraseLexicon {
        switch language {
        case "es": spanish
        case "pt": portuguese
        case "de": german
        case "hi": hindi
        case "en", "und": english
        default: ParaphraseLexicon()
        }
    }

    private static let english = ParaphraseLexicon(
        groups: """
            buy purchase bought purchasing acquire
            cost price charge costs priced fee rate pay payment paid pays payable due owe owed
            return returned
            refund reimburse reimbursement reimbursed repay repaid
            book booking reserve reservation schedule
            cancel cancellation
            begin start beginning commence starts began begun
            end finish ends finished conclude
            close shut closes closing
            deliver delivery ship shipping shipment dispatch
            arrive arrival come coming
            depart departure leave leaving left
            help assist assistance support aid
            contact reach
            call phone telephone ring dial
            email mail
            repair fix mend repaired
            child children kid kids
            person people persons
            big large
            small little
            quick fast rapid quickly
            animal pet pets
            dog dogs canine
            cat cats feline
            vet veterinarian veterinary
            doctor dr physician
            photo photograph picture
            car vehicle auto automobile
            lift elevator
            shop store
            hotel inn
            room rooms
            breakfast breakfasts
            wifi internet wireless
            password passcode
            locate location situated located found sited
            build built construct constructed construction erected
            destroy destroyed
            provide supply offer give given gives provided supplied
            show present presented shown
            receipt invoice bill
            evidence proof
            original initial
            card cards
            item items goods product products article articles merchandise
            parcel package packet
            warranty guarantee guaranteed
            choose pick select
            need require required necessary
            allow permit permitted allowed let
            accept take accepted takes taken
            ready prepared
            send sent sends
            tell inform told notify
            ask request
            answer reply respond response
            immediately instantly promptly
            replace replacement swap exchange
            include included contain comprise
            immunise immunize vaccinate vaccination vaccine jab
            medicine medication drug medicines
            operation surgery surgical
            appointment appointments visit visits consultation
            wait waiting
            keep kept
            make made
            eat fed feed food
            night nightly overnight
            day daily
            week weekly
            month monthly
            year yearly annual annually
            hour hourly
            morning mornings
            evening evenings
            holiday holidays
            adult adults grown-up
            swim swimming swimmers swims
            massage massages
            owner owners
            employee staff employees
            discount reduction
            deposit downpayment
            free gratis
            entrance entry enter
            step steps stairs
            maximum max
            minimum min
            heat heated heating
            lead leash
            collect collection pickup
            bring carry brought
            open opening opens opened
            expire expiry expiration lapse expires
            valid validity
            sign signature signed
            register registration registered
            pass passing passes
            member membership members
            train training trained
            write written wrote
            speak spoken speaks spoke
            teach taught
            run runs last lasts duration
            locks locker lockers
            clean cleaning cleaned
            wash washing washed
            stay stays staying
            park parking parks parked
            rent hire rental rented
            age aged ages
            weigh weight weighs weighing
            long length
            serve served serving
            behind rear
            happen held occur hold happens
            see seen sees
            ensure sure
            """,
        light: """
            please note yes sure certainly course simply currently also however additionally furthermore moreover therefore
            according document documents passage passages text source information info say says said
            mention mentioned mentions list listed describe described explain explained guest guests customer customers
            visitor visitors client clients one ones somebody someone anyone anybody people able want wish like would will
            shall may might could can must should need allow available offer have has had having get got gets getting
            take make do done does give be use find see know feel it there here thing things fact regard regarding concern
            concerning respect based detail details answer question happy glad thank thanks hello welcome let set
            per each every way case time times amount total kind type sort include remain stay go goes keep
            altogether overall both either itself themselves another other else etc example just really actually
            apply applicable possible optional mandatory obligatory compulsory recommend recommended advise
            within during inside onwards today now then so thus such ensure remember
            equal equals mean means located happen
            least most least maximum minimum limit limited exceed up upto older over under above below exactly approximately
            prior before after advance ahead notice later earlier following beforehand afterwards
            usually normally generally typically often commonly frequently sometimes occasionally rarely always never
            only solely exclusively merely all any some certain several few many every whole entire everyone everything
            dollar dollars euro euros percent
            """,
        verbs: """
            is are was were be been being am isn't aren't wasn't weren't has have had hasn't haven't do does did don't doesn't
            didn't can can't cannot could couldn't may might must mustn't shall should shouldn't will won't would wouldn't
            cost costs open opens close closes start starts begin begins end ends finish finishes take takes
            need needs require requires include includes offer offers provide provides accept accepts allow allows charge
            charges cover covers contain contains last lasts arrive arrives leave leaves return returns send sends deliver
            delivers ship ships pay pays serve serves stay stays run runs happen happens apply applies call write bring keep
            book contact ask give gives get gets make makes see sees go goes use uses come comes stand stands lie lies
            works work live lives belong belongs depend depends receive receives replace replaces expire expires hold holds
            save saves sell sells rent rents teach teaches treat treats speaks speak sits sit become becomes collect reply
            answers answer swim swims weigh weighs sleep sleeps fit fits carry carries built wrote founded find finds heat heats renew renews expires treat treats
            """)
}
