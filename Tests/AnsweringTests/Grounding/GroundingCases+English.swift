extension GroundingCases {
    /// `#` a document's title, `=` a sentence of it, `~` a true sentence in other words, `!` a lie with its kind.
    static let english = """
        # Delivery and returns
        = Standard delivery takes 3 to 5 working days and costs $4.90.
        ~ Standard delivery costs $4.90 and takes 3 to 5 working days.
        ~ You pay $4.90 for standard delivery, which takes three to five working days.
        ~ Standard shipping takes 3–5 working days.
        ~ Standard delivery costs 4.90 dollars.
        ! swapped entity: Express delivery takes 3 to 5 working days.
        ! swapped entity: Standard delivery costs $12.
        ! conflated: Standard delivery arrives the next working day and costs $4.90.
        = Express delivery arrives the next working day and costs $12.
        ~ Express delivery costs $12.
        ~ Express shipping arrives the next working day.
        ~ The price of express delivery is 12 USD.
        ! swapped entity: Express delivery costs $4.90.
        ! swapped entity: Express delivery takes up to 5 working days.
        ! conflated: Express delivery is free for orders above $60.
        = Delivery is free for orders above $60.
        ~ Delivery is free of charge for orders above $60.
        ~ For orders over 60 dollars, delivery is free.
        ~ There is no charge for delivery on orders above $60.
        ~ Orders above $60 are delivered free of charge.
        ! comparison: Delivery is free for orders below $60.
        ! quantifier: Delivery is free for all orders.
        ! antonym: Delivery is charged for orders above $60.
        = Unused goods can be returned within 14 days of delivery.
        ~ You can return unused goods within 14 days of delivery.
        ~ Unused goods can be sent back within two weeks of delivery.
        ~ Unused items may be returned within fourteen days of delivery.
        ~ You have 14 days from delivery to return unused goods.
        ! antonym: Used goods can be returned within 14 days of delivery.
        ! order: Unused goods can be returned after 14 days of delivery.
        ! quantifier: Unused goods can always be returned within 14 days of delivery.
        ! quantifier: All goods can be returned within 14 days of delivery.
        ! unit: Unused goods can be returned within 14 weeks of delivery.
        ! invented clause: Unused goods can be returned within 14 days of delivery, and we collect them from your home.
        = Opened software and gift cards cannot be returned.
        ~ You cannot return opened software or gift cards.
        ~ Gift cards and opened software can't be returned.
        ~ Returns of opened software are not allowed.
        ~ Gift cards cannot be returned.
        ! negation: Opened software and gift cards can be returned.
        ! negation: Gift cards can be returned.
        ! antonym: Unopened software cannot be returned.
        ! swapped product: Opened headphones cannot be returned.
        = Refunds are paid to the original card within 5 days.
        ~ We pay refunds to the original card within 5 days.
        ~ The refund is paid to your original card within five days.
        ~ Your refund goes to the original card within 5 days.
        ! swapped product: Refunds are paid as store credit within 5 days.
        ! invented clause: Refunds are paid to the original card within 5 days with a bonus voucher.
        ! order: Refunds are paid to the original card after 5 days.
        = The return address is 27 Mill Road, Kelby.
        ~ Our return address is 27 Mill Road, Kelby.
        ~ Returns go to 27 Mill Road, Kelby.
        ! number: The return address is 72 Mill Road, Kelby.
        ! swapped place: The return address is 27 Mill Road, Norton.
        ! swapped place: The return address is 27 Hill Road, Kelby.

        # Swimming pool
        = The indoor pool is open from 7 am to 9:30 pm every day.
        ~ The indoor pool opens at 7 am and closes at 9:30 pm.
        ~ The indoor pool is open daily from 07:00 to 21:30.
        ~ Every day the indoor pool is open between 7:00 a.m. and 9:30 p.m.
        ~ The indoor pool closes at 21:30.
        ! am/pm: The indoor pool is open from 7 am to 9:30 am every day.
        ! am/pm: The indoor pool opens at 7 pm.
        ! time: The indoor pool closes at 10:30 pm.
        ! time: The indoor pool closes at 7 am.
        ! interval: The indoor pool opens at 9:30 pm and closes at 7 am.
        ! antonym: The outdoor pool is open from 7 am to 9:30 pm every day.
        ! negation: The indoor pool is not open from 7 am to 9:30 pm.
        ! invented clause: The indoor pool is open from 7 am to 9:30 pm every day and has a water slide.
        = Children under 12 may only swim with an adult.
        ~ Children under 12 may swim only with an adult.
        ~ Children younger than 12 can only swim with an adult.
        ~ Kids under twelve may only swim with an adult.
        ! comparison: Children over 12 may only swim with an adult.
        ! negation: Children under 12 may swim without an adult.
        ! number: Children under 10 may only swim with an adult.
        ! dropped bound: Children of 12 may only swim with an adult.
        ! swapped person: Children under 12 may only swim with a lifeguard.
        = Towels are free and lockers need a 1 euro coin.
        ~ Towels are free of charge.
        ~ You need a 1 euro coin for the lockers.
        ~ Lockers require a €1 coin, and towels are complimentary.
        ! swapped entity: Lockers are free and towels need a 1 euro coin.
        ! swapped entity: Lockers are free.
        ! currency: Lockers need a 1 pound coin.
        ! negation: Towels are not free.
        ! number: Lockers need a 2 euro coin.
        = The water is heated to 28 °C.
        ~ We heat the water to 28 °C.
        ~ The water is heated to 28 degrees celsius.
        ! number: The water is heated to 32 °C.
        ! negation: The water is not heated.
        ! unit: The water is heated to 28 °F.
        = The outdoor pool is closed from October to April.
        ~ From October to April the outdoor pool is closed.
        ~ The outdoor pool is not open from October to April.
        ~ The outdoor pool stays closed between October and April.
        ! antonym: The outdoor pool is open from October to April.
        ! date: The outdoor pool is closed from November to April.
        ! interval: The outdoor pool is closed from April to October.
        ! swapped entity: The indoor pool is closed from October to April.

        # Rooms and prices
        = A single room costs €85 a night and a double room costs €120.
        ~ A single room costs 85 euros per night.
        ~ Double rooms cost €120 and single rooms cost €85 a night.
        ~ The price of a single room is €85 a night.
        ~ A double room costs 120 EUR.
        ! swapped entity: A single room costs €120 a night and a double room costs €85.
        ! swapped entity: A double room costs €85 a night.
        ! swapped entity: A single room costs €120 a night.
        ! price: A single room costs €58 a night.
        ! currency: A single room costs $85 a night.
        ! antonym: A single room costs €85 a week.
        = Breakfast is included in the price, but dinner is not.
        ~ The price includes breakfast but not dinner.
        ~ Breakfast is included in the price.
        ~ Dinner is not included in the price.
        ! negation: Dinner is included in the price.
        ! swapped entity: Dinner is included in the price, but breakfast is not.
        ! negation: Breakfast is not included in the price.
        ! swapped product: Lunch is included in the price.
        = All rooms have free internet, and some have a balcony.
        ~ All rooms have free Wi-Fi.
        ~ Internet is free in all rooms.
        ~ Some rooms have a balcony.
        ~ Every room has free wireless internet.
        ! quantifier: All rooms have a balcony.
        ! quantifier: Some rooms have free internet.
        ! quantifier: Rooms have a balcony.
        ! antonym: Internet is charged in all rooms.
        ! negation: No rooms have free internet.
        = Check-in starts at 3 pm and check-out ends at 11 am.
        ~ You can check in from 3 pm.
        ~ Check-in begins at 15:00, and check-out ends at 11:00.
        ~ Check-out is until 11 am.
        ! swapped entity: Check-out starts at 3 pm.
        ! swapped entity: Check-in starts at 11 am and check-out ends at 3 pm.
        ! am/pm: Check-in starts at 3 am.
        ! order: Check-in ends at 3 pm.
        = Dogs up to 20 kg are welcome for $25 per visit.
        ~ Dogs of up to 20 kg are welcome for 25 dollars per visit.
        ~ Dogs weighing up to 20 kilograms are welcome.
        ~ The fee for dogs is $25 per visit.
        ! swapped product: Cats up to 20 kg are welcome for $25 per visit.
        ! swapped product: Rabbits are welcome for $25 per visit.
        ! unit: Dogs up to 20 lb are welcome for $25 per visit.
        ! comparison: Dogs over 20 kg are welcome for $25 per visit.
        ! comparison: Dogs of at least 20 kg are welcome.
        ! quantifier: Dogs are welcome for $25 per night.
        ! negation: Dogs up to 20 kg are not welcome.
        = Cats are not allowed.
        ~ Cats aren't allowed.
        ~ We do not allow cats.
        ~ Cats are forbidden.
        ~ No cats are allowed.
        ! negation: Cats are allowed.
        ! negation: You can bring cats.
        ! conflated: Cats are allowed for $25 per visit.
        ! swapped entity: Dogs are not allowed.

        # Booking and cancelling
        = Bookings can be cancelled without charge until 48 hours before arrival.
        ~ You can cancel a booking free of charge until 48 hours before arrival.
        ~ Until 48 hours before arrival, cancelling your booking is free.
        ~ Cancellation is free until two days before arrival.
        ! order: Bookings can be cancelled without charge until 48 hours after arrival.
        ! number: Bookings can be cancelled without charge until 24 hours before arrival.
        ! antonym: Bookings can be cancelled without charge until 48 hours before departure.
        ! negation: Bookings cannot be cancelled without charge.
        ! quantifier: Bookings can always be cancelled without charge.
        ! unit: Bookings can be cancelled without charge until 48 days before arrival.
        = Later cancellations cost one night.
        ~ If you cancel later, you pay for one night.
        ~ Cancelling later costs one night.
        ! number: Later cancellations cost two nights.
        ! antonym: Later cancellations are free.
        ! unit: Later cancellations cost one week.
        = A deposit of 30% is due when you book.
        ~ When you book, a deposit of 30 percent is due.
        ~ A 30 % deposit is due when booking.
        ~ You pay a deposit of thirty percent when you book.
        ! percentage: A deposit of 20% is due when you book.
        ! percentage: A deposit of 30 euros is due when you book.
        ! order: A deposit of 30% is due when you leave.
        ! negation: No deposit is due when you book.
        = Groups need at least 10 people and at most 25.
        ~ A group must have at least ten people.
        ~ Groups have a maximum of 25 people and a minimum of 10.
        ~ Groups are limited to at most 25 people.
        ! antonym: Groups need at most 10 people.
        ! antonym: Groups need at least 25 people.
        ! comparison: Groups need fewer than 10 people.
        ! number: Groups need at least 12 people.
        = Write to stay@alder.example or call +1 555 010 2030 to cancel.
        ~ To cancel, write to stay@alder.example or call +1 555 010 2030.
        ~ You can cancel by calling +1 (555) 010-2030.
        ~ To cancel, email stay@alder.example.
        ! e-mail: Write to stey@alder.example to cancel.
        ! e-mail: Write to stay@elder.example to cancel.
        ! phone: Call +1 555 010 2080 to cancel.
        ! phone: Call +1 555 100 2030 to cancel.
        ! phone: Call +44 555 010 2030 to cancel.
        ! negation: You cannot cancel by calling +1 555 010 2030.
        = Vouchers with code WX-4417 expire on 12 November 2026.
        ~ Vouchers with code WX-4417 expire on November 12, 2026.
        ~ Vouchers with the code WX 4417 expire on 12/11/2026.
        ~ Voucher code WX-4417 is valid until 12 November 2026.
        ~ Vouchers with code WX-4417 expire on 2026-11-12.
        ! code: Vouchers with code WX-4471 expire on 12 November 2026.
        ! code: Vouchers with code XW-4417 expire on 12 November 2026.
        ! date: Vouchers with code WX-4417 expire on 21 November 2026.
        ! date: Vouchers with code WX-4417 expire on 12 December 2026.
        ! date: Vouchers with code WX-4417 expire on 12 November 2027.
        = Details stand at https://alder.example/terms.
        ~ You find the details at alder.example/terms.
        ~ For details, see https://alder.example/terms.
        ! URL: Details stand at https://alder-hotel.example/terms.
        ! URL: Details stand at https://alder.example/login.
        ! URL: Details stand at https://evil.example/terms.

        # Clinic hours
        = The clinic is open Monday to Friday from 8:00 to 18:30.
        ~ We are open Monday to Friday from 8 am to 6:30 pm.
        ~ From Monday to Friday the clinic opens at 8:00 and closes at 18:30.
        ~ The clinic is open on Wednesdays from 8:00 to 18:30.
        ~ On weekdays we are open from 8:00 to 18:30.
        ! weekday: The clinic is open Monday to Saturday from 8:00 to 18:30.
        ! weekday: The clinic is open on Saturdays from 8:00 to 18:30.
        ! time: The clinic is open Monday to Friday from 8:00 to 19:30.
        ! time: The clinic closes at 8:00 Monday to Friday.
        ! weekday: The clinic is open Sunday to Friday from 8:00 to 18:30.
        = On Saturdays the clinic is open from 9:00 to 13:00, and on Sundays it is closed.
        ~ The clinic is open on Saturdays from 9 am to 1 pm.
        ~ On Sundays the clinic is closed.
        ~ The clinic is not open on Sundays.
        ~ The clinic opens at 9:00 on Saturdays and closes at 13:00.
        ! weekday: On Sundays the clinic is open from 9:00 to 13:00.
        ! negation: The clinic is open on Sundays.
        ! weekday: On Saturdays the clinic is closed.
        ! am/pm: The clinic is open on Saturdays from 9 am to 1 am.
        = Doctor Ines Calder treats skin diseases, and Doctor Paul Brandt treats teeth.
        ~ Dr Ines Calder treats skin diseases.
        ~ Skin diseases are treated by Doctor Ines Calder.
        ~ Paul Brandt treats teeth.
        ! swapped person: Doctor Ines Calder treats teeth.
        ! swapped person: Doctor Paul Brandt treats skin diseases, and Doctor Ines Calder treats teeth.
        ! swapped person: Doctor Anna Calder treats skin diseases.
        ! negation: Doctor Paul Brandt does not treat teeth.
        = You do not need an appointment for vaccinations.
        ~ Vaccinations do not require an appointment.
        ~ You don't need an appointment for a vaccination.
        ~ No appointment is needed for vaccinations.
        ! negation: You need an appointment for vaccinations.
        ! negation: Vaccinations require an appointment.
        ! swapped product: You do not need an appointment for surgery.
        = Prescriptions are usually ready after two days.
        ~ Usually prescriptions are ready after two days.
        ~ Prescriptions are typically ready after 48 hours.
        ~ Prescriptions are normally ready after 2 days.
        ! quantifier: Prescriptions are always ready after two days.
        ! quantifier: Prescriptions are ready after two days.
        ! order: Prescriptions are usually ready before two days.
        ! number: Prescriptions are usually ready after three days.
        = Dogs must be on a lead in the waiting room.
        ~ In the waiting room dogs must be kept on a lead.
        ~ You must keep your dog on a lead in the waiting room.
        ~ Dogs have to be on a leash in the waiting room.
        ! negation: Dogs need not be on a lead in the waiting room.
        ! antonym: Dogs can be off the lead in the waiting room.
        ! swapped product: Horses must be on a lead in the waiting room.
        = The emergency number is 555-0199.
        ~ Our emergency number is 555-0199.
        ~ In an emergency, call 555-0199.
        ! phone: The emergency number is 555-0198.
        ! phone: The emergency number is 555-0919.
        ! swapped entity: The reception number is 555-0199.

        # Membership
        = Membership costs $45 a month, and students pay $30.
        ~ Students pay $30 a month for membership.
        ~ The membership fee is $45 a month.
        ~ Students pay 30 dollars.
        ! swapped entity: Students pay $45 a month.
        ! swapped entity: Membership costs $30 a month, and students pay $45.
        ! antonym: Membership costs $45 a year.
        ! price: Membership costs $54 a month.
        = Members receive 15% off all courses.
        ~ Members get 15 percent off all courses.
        ~ All courses are 15% off for members.
        ! percentage: Members receive 50% off all courses.
        ! quantifier: Members receive 15% off some courses.
        ! swapped person: Students receive 15% off all courses.
        ! swapped product: Members receive 15% off all drinks.
        ! invented clause: Members receive 15% off all courses and free parking at the airport.
        = The contract runs for 12 months and renews automatically.
        ~ The contract runs for one year.
        ~ The contract renews automatically and runs for twelve months.
        ~ The contract lasts 12 months.
        ! number: The contract runs for 24 months.
        ! negation: The contract does not renew automatically.
        ! unit: The contract runs for 12 weeks.
        = Guests pay before training, and members pay after training.
        ~ Guests pay before training.
        ~ Members pay after training.
        ! order: Guests pay after training.
        ! swapped person: Members pay before training.
        = The hall holds 1,250 visitors and was built in 1911 by Clara Jensen.
        ~ The hall was built by Clara Jensen in 1911.
        ~ The hall holds 1250 visitors.
        ~ In 1911 Clara Jensen built the hall, which holds 1,250 visitors.
        ! number: The hall holds 12,500 visitors.
        ! number: The hall holds 1,520 visitors.
        ! date: The hall was built in 1919 by Clara Jensen.
        ! swapped person: The hall was built in 1911 by Peter Jensen.
        ! conflated: The pool was built in 1911 by Clara Jensen.

        # Price list
        | Service: Haircut; Short hair: $30; Long hair: $45
        ~ A haircut costs $30 for short hair.
        ~ For long hair, a haircut costs $45.
        ~ A haircut for long hair costs 45 dollars.
        ! swapped entity: A haircut costs $45 for short hair.
        ! swapped entity: For long hair, a haircut costs $30.
        | Service: Colouring; Short hair: $60; Long hair: $90
        ~ Colouring costs $60 for short hair and $90 for long hair.
        ~ Colouring long hair costs $90.
        ! swapped entity: A haircut costs $60 for short hair.
        ! swapped entity: Colouring costs $90 for short hair and $60 for long hair.
        ! swapped entity: Colouring costs $45 for long hair.
        """

    /// Lies that belong to no sentence.
    static let general = [
        "Goods. Returned.", "Delivery.", "Rooms and pool.", "Yes.", "Our service is the best in town.",
        "We always put our customers first.", "The sauna is open every day.", "Parking is free for all guests.",
        "You can pay with bitcoin.", "The clinic also treats horses and snakes.",
        "There is a rooftop bar with live music.",
        "Our team speaks Mandarin.", "All complaints are answered within one hour.",
        "The hotel is the oldest in the country.", "A shuttle bus runs to the airport.", "Ask for a bigger discount.",
        "The moon is made of green cheese.", "Visit our new branch in Lisbon.", "Your card number is needed by e-mail.",
        "Send your password to us so that we can help.", "Membership includes a personal trainer.",
        "It costs nothing.", "This is guaranteed by law.", "The pool was closed last year because of an accident.",
        "Vaccinations are covered by every insurance.", "Dogs and cats sleep in the pool.",
        "Guests rated the rooms 4.9 stars.", "Delivery to Mars takes 3 to 5 working days.",
        "The manager is Peter Smith.", "Children swim better than adults.",
    ]

    /// True sentences made of two places.
    static let merged = [
        "Standard delivery costs $4.90, while express delivery costs $12.",
        "Cats are not allowed, but dogs up to 20 kg are welcome.",
        "The indoor pool opens at 7 am, and the water is heated to 28 °C.",
        "Towels are free, and children under 12 may only swim with an adult.",
        "A deposit of 30% is due when you book, and groups need at least 10 people.",
        "The clinic is open Monday to Friday from 8:00 to 18:30, but it is closed on Sundays.",
        "Members receive 15% off all courses, and students pay $30.",
        "Gift cards cannot be returned, but unused goods can be returned within 14 days of delivery.",
        "Breakfast is included in the price, and all rooms have free internet.",
        "Check-in starts at 3 pm; cats are not allowed.",
        "Delivery is free for orders above $60, and refunds are paid to the original card within 5 days.",
        "Vaccinations do not require an appointment, and prescriptions are usually ready after two days.",
    ]
}
