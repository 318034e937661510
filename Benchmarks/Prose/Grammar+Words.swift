extension Grammar {
    static let makes = [
        "Alder", "Bramley", "Cormorant", "Dunlin", "Eider", "Fulmar", "Gannet", "Hobby", "Ibis", "Jackdaw", "Kestrel",
        "Lapwing", "Merlin", "Nightjar", "Osprey", "Petrel", "Quail", "Redstart", "Sandpiper", "Tern", "Whimbrel",
        "Yarrow", "Zephyr",
    ]
    static let kinds = [
        "pump", "compressor", "generator", "dehumidifier", "floor sander", "tile cutter", "pressure washer", "boiler",
        "heat exchanger", "chainsaw", "trench roller", "scissor lift", "concrete mixer", "light tower", "steam cleaner",
    ]
    static let aspects = [
        "Unpacking and first start", "Daily checks", "Cleaning", "Safety", "Warranty and returns", "Hire charges",
        "Delivery and collection", "Storage over winter", "Fault codes", "Replacing worn parts",
        "Electrical connection",
        "Noise and working hours", "Training and licences", "Fuel and lubricants", "Transport", "Insurance and damage",
    ]

    static let phrases: [String: [String]] = [
        "part": [
            "the intake filter", "the drive belt", "the pressure valve", "the earth lead", "the drain plug",
            "the control panel", "the safety guard", "the fuel cap", "the impeller", "the hose coupling", "the fan",
            "the emergency stop", "the battery tray", "the float switch", "the oil sight glass", "the carrying handle",
            "the thermostat", "the spark arrester", "the gasket", "the wheel lock", "the discharge pipe",
            "the fuse box",
        ],
        "person": [
            "the customer", "the operator", "a qualified electrician", "the site manager", "our driver", "the hirer",
            "the depot manager", "an authorised technician", "whoever signed the agreement", "the night supervisor",
        ],
        "act": [
            "inspected", "cleaned with warm water", "replaced", "tightened by hand", "lubricated", "tested under load",
            "recorded in the log book", "photographed before collection", "wiped dry", "locked in place",
            "recalibrated",
        ],
        "when": [
            "before each shift", "every <n:2:9> weeks", "after <n:20:400> hours of use", "at the end of the hire",
            "once the engine has cooled for <n:5:45> minutes", "on the first working day of the month",
            "whenever the warning light flashes", "within <n:2:14> days of delivery", "between November and March",
        ],
        "why": [
            "because dust shortens the life of the bearings", "since vibration loosens the fixings over time",
            "so that the insurance remains valid", "because moisture trapped inside leads to corrosion",
            "which keeps noise below the limit set by the council", "as the manufacturer requires it",
            "because a blocked line can burst under pressure", "so that the next customer finds it ready to use",
        ],
        "sign": [
            "the motor hums but does not turn", "code E<n:10:99> appears on the display", "there is a smell of burning",
            "oil collects under the frame", "pressure falls below <n:2:9> bar", "the breaker trips within a minute",
            "the flow is uneven", "white smoke continues after the first start", "the display stays dark",
        ],
        "remedy": [
            "switch the machine off at the mains and wait <n:2:30> minutes", "open <part> and remove any debris",
            "check that <part> is seated correctly", "call the depot on extension <n:200:899>",
            "refit <part> and try again", "exchange the machine at any branch free of charge",
            "drain the tank and refill it with clean fluid", "compare the reading with the table below",
        ],
        "charge": [
            "a deposit of £<n:40:900>", "a cleaning fee of £<n:12:90>", "£<n:8:75> for each further day",
            "a late fee of £<n:5:60> an hour", "£<n:15:140> for delivery within <n:5:40> miles", "a credit note",
        ],
        "place": [
            "the depot at Harrow Lane", "a dry and level floor", "the loading bay", "a well ventilated room",
            "the customer's own premises", "the workshop in Calder Street", "the secure yard", "a covered trailer",
        ],
        "quantity": [
            "<n:2:60> litres", "<n:4:180> kilograms", "<n:110:415> volts", "<n:2:40> amperes", "<n:45:98> decibels",
            "<n:12:300> millimetres", "<n:2:16> bar", "<n:400:3600> revolutions a minute", "<n:5:60> degrees",
        ],
        "measure": [
            "weighs", "draws", "holds", "delivers", "tolerates", "is rated at", "needs a clearance of", "is limited to",
        ],
        "manner": [
            "carefully", "without exception", "in writing", "by two people", "with the supplied key", "in daylight",
        ],
        "form": [
            "form HR-<n:100:999>", "the hire agreement", "the delivery note", "permit <n:1000:9999>", "the log book",
        ],
    ]

    static let sentences = [
        "<part> of the <product> must be <act> <when>, <why>.",
        "<when>, <person> should see that <part> has been <act>.",
        "If <sign>, <remedy>; if that does not help, <remedy>.",
        "The <product> <measure> <quantity>.",
        "At full load the <product> <measure> <quantity>, and <part> should not exceed <quantity>.",
        "We ask for <charge> when the <product> is returned late or without <part>.",
        "<person> signs <form> <manner> before the machine leaves <place>.",
        "Keep the <product> in <place> <when>, <why>.",
        "Do not start the engine while <part> is open.",
        "A customer who cancels <when> receives <charge>, unless <form> says otherwise.",
        "Although <part> can be <act> by <person>, work on the wiring is reserved for <person>, <why>.",
        "The price includes <charge>, but not fuel.",
        "Should <sign>, do not continue: <remedy>, then tell <person> and note the time in <form>.",
        "Spare parts for the <product> are kept for <n:3:12> years after the last one was sold.",
        "It takes about <n:5:90> minutes to set the machine up in <place>.",
        "Never lift the <product> by <part>.",
        "<part> and <part> are sold as a set, order number <n:10000:99999>-<n:10:99>, and are fitted <manner>.",
        "When <sign> and <sign> at the same time, the cause is almost always <part>.",
        "Our insurance covers theft from <place> but not damage that arises because <part> was not <act> <when>.",
        "Noise at a distance of <n:2:20> metres is about <quantity>, so hearing protection is worn <manner>.",
        "For indoor work choose the electric model, which <measure> <quantity> and needs no flue.",
        "The warranty of <n:6:60> months begins when <form> is signed and ends early if <part> has been altered.",
        "Collected by <person> from <place>, the <product> comes with <part>, a spare fuse and printed instructions.",
        "Ask <person> when in doubt.",
        "Since <n:2009:2025> every <product> has been fitted with a second switch, <why>.",
        "Where the ground slopes by more than <quantity>, move the machine to <place> first.",
        "Training takes <n:1:6> hours, costs <charge>, and is valid for <n:1:5> years.",
        "<remedy>.",
        "Most calls to the depot end within <n:3:20> minutes because <sign> has a simple cause: <part> was not <act>.",
        "Two people are needed to carry it, one of whom holds <part> while the other steadies the frame.",
    ]
}
