/// Texts that tests teach a business.
enum Guides {
    static let returns = """
        Returns and refunds

        Unused goods can be returned within 30 days of delivery. The refund is paid to the original card within 5 \
        working days after the parcel has arrived at our warehouse in Leiden.

        Delivery

        Standard delivery takes three working days and costs 4.95 euros. Orders above 50 euros are delivered free of \
        charge.
        """

    static let returnQuestion = "How many days do I have to return goods?"
    static let deliveryQuestion = "How long does standard delivery take?"
}
