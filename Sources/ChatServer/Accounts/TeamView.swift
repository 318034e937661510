import DeskModel
import Foundation

/// The parts of the team's page, with the forms that the one who looks may send.
struct TeamView {
    let page: AccountPage
    let business: BusinessID
    /// `nil` for the operator.
    let own: Role?

    /// A member's entry.
    func row(_ member: Member) -> String {
        let code = member.user.hasSecondFactor ? ", with one-time codes" : ""
        let about = "\(member.role.rawValue.capitalized) since \(member.joinedAt.readable.prefix(10))\(code)"
        return page.part(
            PackageResources.team_member_html,
            ["name": member.user.name, "email": member.user.email, "about": about],
            raw: ["actions": manages(member.role) ? actions(member) : ""])
    }

    /// Open invitations, and the form for another.
    func management(_ invitations: [AccountLink]) -> String {
        let rows = invitations.map(row)
        return page.part(
            PackageResources.team_management_html, ["business": "\(business)"],
            raw: [
                "roles": roles(selected: .agent),
                "invites": rows.isEmpty ? "<li class=\"muted\">None.</li>" : rows.joined(),
            ])
    }

    private func actions(_ member: Member) -> String {
        let values = ["business": "\(business)", "member": member.user.id, "name": member.user.name]
        // Whether the link may really be made depends on the member's other businesses, which are not told here.
        let resets = own.map { member.role < $0 } ?? true
        return page.part(
            PackageResources.team_actions_html, values,
            raw: [
                "roles": roles(selected: member.role),
                "reset": resets ? page.part(PackageResources.team_reset_html, values) : "",
            ])
    }

    private func row(_ link: AccountLink) -> String {
        guard case .invite(_, let email, let role) = link.purpose else { return "" }
        let form =
            manages(role)
            ? page.part(
                Array(
                    """
                    <form method="post" action="{{root}}team/withdraw">{{csrf}}<input type="hidden" name="business" \
                    value="{{business}}"><button type="submit" class="quiet small" name="invite" value="{{id}}">Withdraw\
                    <span class="visually-hidden"> the invitation of {{email}}</span></button></form>
                    """.utf8), ["business": "\(business)", "id": link.id, "email": email]) : ""
        return "<li><div><bdi>\(PageTemplate.escape(email))</bdi></div><p class=\"muted small-text\">"
            + "\(role.rawValue.capitalized), invited by \(PageTemplate.escape(link.madeBy)), until "
            + "\(link.expiresAt.readable)</p>\(form)</li>"
    }

    private func roles(selected: Role) -> String {
        Role.allCases.filter(manages).map { role in
            "<option value=\"\(role.rawValue)\"\(role == selected ? " selected" : "")>\(role.rawValue.capitalized)</option>"
        }.joined()
    }

    private func manages(_ role: Role) -> Bool {
        own.map { $0.allows(role == .owner ? .manageOwners : .manageMembers) } ?? true
    }
}
