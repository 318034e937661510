extension GroundingCases {
    /// As `english`, from the sample business's documents.
    static let heldOut = """
        # Emergencies
        = Go to a vet at once if your animal has trouble breathing or has eaten something poisonous.
        ~ If your animal has trouble breathing, go to a vet immediately.
        ~ Go to a vet right away if your pet has eaten something poisonous.
        ! negation: Do not go to a vet if your animal has trouble breathing.
        ! swapped: Go to a vet at once if your animal has trouble sleeping.
        = Emergencies are always seen before booked appointments.
        ~ We always see emergencies before booked appointments.
        ! order: Emergencies are always seen after booked appointments.
        ! order: Booked appointments are always seen before emergencies.
        ! negation: Emergencies are never seen before booked appointments.
        = Outside our opening hours the Bayview Animal Hospital at 200 Bayview Road takes our patients.
        ~ The Bayview Animal Hospital takes our patients outside our opening hours.
        ~ Outside opening hours, our patients go to the Bayview Animal Hospital at 200 Bayview Road.
        ! swapped place: Outside our opening hours the Riverside Animal Hospital takes our patients.
        ! number: The Bayview Animal Hospital is at 20 Bayview Road.
        ! order: During our opening hours the Bayview Animal Hospital takes our patients.
        = The emergency number is 555-0199, and the hospital is staffed around the clock.
        ~ The hospital is staffed 24 hours a day.
        ! phone: The emergency number is 555-0189.
        ! negation: The Bayview Animal Hospital is not staffed around the clock.
        = Bayview charges its own fees, and an emergency deposit of $250 is due on arrival.
        ~ An emergency deposit of $250 must be paid on arrival.
        ~ Bayview charges its own fees.
        ! price: An emergency deposit of $205 is due on arrival.
        ! order: An emergency deposit of $250 is due on departure.
        ! negation: Bayview does not charge its own fees.
        = Do not make your animal vomit unless a vet has told you to.
        ~ You should not make your animal vomit unless a vet has told you to.
        ! negation: Make your animal vomit.
        ! negation: You should make your animal vomit.
        = Wet the animal with cool but not ice-cold water.
        ~ Wet the animal with cool water.
        ! negation: Wet the animal with ice-cold water.

        # Pharmacy
        = Repeat prescriptions are ready for collection after two working days.
        ~ Repeat prescriptions can be collected after two working days.
        ~ After 2 working days, repeat prescriptions are ready to be picked up.
        ! number: Repeat prescriptions are ready for collection after three working days.
        ! unit: Repeat prescriptions are ready for collection after two working weeks.
        ! order: Repeat prescriptions are ready for collection before two working days.
        = Opened packages and refrigerated medicines cannot be returned.
        ~ Refrigerated medicines can't be returned.
        ~ We do not take back opened packages or refrigerated medicines.
        ! negation: Refrigerated medicines can be returned.
        ! swapped: Unopened packages cannot be returned.
        = Unopened food bags can be returned within 30 days with the receipt.
        ~ You can return unopened food bags within 30 days if you have the receipt.
        ~ With the receipt, unopened bags of food can be returned within thirty days.
        ! antonym: Opened food bags can be returned within 30 days with the receipt.
        ! negation: Unopened food bags can be returned within 30 days without the receipt.
        ! number: Unopened food bags can be returned within 13 days with the receipt.
        = We deliver food and medicines within Port Ellery every Friday.
        ~ Food and medicines are delivered within Port Ellery every Friday.
        ~ Every Friday we deliver food and medicines in Port Ellery.
        ! weekday: We deliver food and medicines within Port Ellery every Monday.
        ! swapped place: We deliver food and medicines within Kelby every Friday.
        ! negation: We do not deliver medicines.
        = Delivery is free from an order value of $60; below that it costs $5.
        ~ Delivery is free from an order value of $60.
        ~ Below $60, delivery costs $5.
        ! swapped entity: Delivery costs $60.
        ! comparison: Delivery is free below $60.
        ! comparison: Delivery costs $5 from an order value of $60.
        = Our nutrition nurse, Ines Calder, gives diet advice by appointment on Tuesdays and Thursdays.
        ~ Ines Calder, our nutrition nurse, gives diet advice on Tuesdays and Thursdays.
        ~ Diet advice is given by Ines Calder by appointment.
        ! weekday: Ines Calder gives diet advice on Wednesdays.
        ! swapped person: Rui Calder gives diet advice by appointment on Tuesdays and Thursdays.
        ! negation: Ines Calder gives diet advice without appointment.
        = The first appointment takes 40 minutes and costs $38.
        ~ The first appointment costs $38 and lasts 40 minutes.
        ~ The price of the first appointment is $38.
        ! swapped: The second appointment takes 40 minutes and costs $38.
        ! number: The first appointment takes 38 minutes and costs $40.
        ! number: The first appointment takes 45 minutes.
        = Weight checks are free.
        ~ There is no charge for weight checks.
        ! negation: Weight checks are not free.
        ! conflated: Weight checks cost $38.
        = We recommend a worming treatment every three months for adult cats and dogs, and every month for animals that hunt.
        ~ Adult cats and dogs should have a worming treatment every three months.
        ~ A worming treatment is recommended every month for animals that hunt.
        ! swapped entity: We recommend a worming treatment every month for adult cats and dogs.
        ! number: We recommend a worming treatment every six months for adult cats and dogs.
        ! duty: A worming treatment is required every three months for adult cats and dogs.
        = Flea and tick protection is needed from March to November.
        ~ You need flea and tick protection from March to November.
        ! interval: Flea and tick protection is needed from November to March.
        ! date: Flea and tick protection is needed from May to November.
        ! negation: Flea and tick protection is not needed from March to November.

        # Access
        = The entrance has no steps.
        ~ There are no steps at the entrance.
        ! negation: The entrance has steps.
        = A separate quiet waiting room for cats is on the left of the reception desk.
        ~ Cats have a separate quiet waiting room on the left of the reception desk.
        ! antonym: A separate quiet waiting room for cats is on the right of the reception desk.
        ! swapped: A separate quiet waiting room for dogs is on the left of the reception desk.
        = Dogs must be on a lead, and cats and small animals must be in a carrier.
        ~ Cats and small animals must be in a carrier.
        ~ Dogs need to be on a lead.
        ! swapped entity: Dogs must be in a carrier.
        ! swapped entity: Cats must be on a lead.
        ! antonym: Large animals must be in a carrier.
        ! negation: Cats do not have to be in a carrier.
        = There are six parking spaces behind the building, reached from Chandler Street, and two of them are reserved for emergencies.
        ~ Behind the building there are 6 parking spaces.
        ~ Two parking spaces are reserved for emergencies.
        ! number: Six parking spaces are reserved for emergencies.
        ! number: There are two parking spaces behind the building.
        ! antonym: There are six parking spaces in front of the building.
        ! swapped place: The six parking spaces are reached from Harbour Street.
        """
}
