import DeskModel

/// The ways between the pages of a business.
enum Navigation {
    /// A page that can be gone to.
    struct Place: Hashable, Sendable {
        /// Its name: the last part of its path and, behind `nav_`, the key of its text.
        let name: String
        let path: String
        /// One of the signs in `icon.mustache`.
        let icon: String
        /// Whether it stands in the bar at the bottom of a telephone.
        let isMain: Bool
        /// What it takes to see it.
        let permission: Permission

        init(
            _ name: String, path: String? = nil, icon: String, isMain: Bool = false, for permission: Permission = .read
        ) {
            self.permission = permission
            self.name = name
            self.path = path ?? name
            self.icon = icon
            self.isMain = isMain
        }
    }

    /// In groups, in the order of the day's work.
    static let groups: [[Place]] = [
        [
            Place("home", path: "", icon: "home", isMain: true),
            Place("inbox", icon: "inbox", isMain: true),
            Place("contacts", icon: "people", isMain: true),
            Place("monitor", icon: "pulse"),
            Place("submissions", icon: "check"),
            Place("calls", icon: "phone"),
        ],
        [
            Place("documents", icon: "page", isMain: true),
            Place("questions", icon: "answer"),
            Place("forms", icon: "form"),
            Place("responses", icon: "chat"),
            Place("cases", icon: "log"),
            Place("console", icon: "search"),
            Place("notices", icon: "bell"),
        ],
        [
            Place("manager", icon: "chat"),
            Place("services", icon: "inbox"),
            Place("team", icon: "people"),
            Place("notifications", icon: "bell", for: .manageBusiness),
            Place("widget", icon: "chat", for: .manageBusiness),
            Place("channels", icon: "chat", for: .manageBusiness),
            Place("webhooks", icon: "link", for: .manageBusiness),
            Place("outbox", icon: "log", for: .manageBusiness),
            Place("keys", icon: "key", for: .manageBusiness),
            Place("settings", icon: "gear", for: .manageBusiness),
            Place("audit", icon: "log", for: .readAudit),
        ],
    ]

    /// What the switch of businesses keeps when it goes from one to another.
    static func isKnown(_ path: String) -> Bool { groups.joined().contains { $0.path == path } }

    /// The places as the layout shows them.
    static func entries(_ visit: Visit, current: String) -> [[Entry]] {
        groups.map { group in
            group.filter { visit.may($0.permission) }.map { place in
                Entry(
                    url: visit.base + (place.path.isEmpty && visit.base.isEmpty ? "./" : place.path),
                    text: visit.texts["nav_\(place.name)"], icon: "icon_\(place.icon)",
                    isCurrent: place.name == current, isMain: place.isMain,
                    badge: place.name == "notices" && visit.openNotices > 0 ? String(visit.openNotices) : nil)
            }
        }
    }

    /// A link of the layout.
    struct Entry: Hashable, Sendable {
        let url: String
        let text: String
        /// The template of its sign.
        let icon: String
        let isCurrent: Bool
        let isMain: Bool
        let badge: String?
    }
}
