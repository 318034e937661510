import Foundation
import Testing

@testable import Channels

@Suite("TwiML")
struct TwiMLTests {
    @Test("L16: hostile text stays text, and what XML cannot hold is dropped")
    func escaping() {
        let text = "<Dial>+1</Dial> & \"x\" 'y'\u{0}\u{8}\u{1B}\u{FFFE} ]]> \u{1F600}\tok\n"
        let document = TwiML(.element("Say", ["voice": text], [.text(text)])).document
        #expect(
            document == """
                <?xml version="1.0" encoding="UTF-8"?><Response><Say voice="&lt;Dial&gt;+1&lt;/Dial&gt; &amp; &quot;x&quot; \
                &apos;y&apos; ]]&gt; \u{1F600}&#9;ok&#10;">&lt;Dial&gt;+1&lt;/Dial&gt; &amp; &quot;x&quot; &apos;y&apos; ]]&gt; \
                \u{1F600}\tok
                </Say></Response>
                """)
    }

    @Test("L15: saying nothing is an empty response; attributes without a value are left out")
    func empty() {
        #expect(TwiML.empty.document == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>")
        #expect(
            TwiML(.element("Dial", ["callerId": nil, "timeout": "20"])).document
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Dial timeout=\"20\"/></Response>")
    }
}
