import FoundationEssentials
import PageKit
import Testing

struct TextTests {
    @Test("a text is written as it reads")
    func interpolation() {
        let day = Date(timeIntervalSince1970: 1_796_114_096)
        let plan = "Pro <1>"
        let text: PageText = "On \(strong: plan) until \(date: day), \(2) of \("3")" + " left"
        let html = Page(title: "t", site: PageSite(name: "s", basePath: ""), blocks: [.text(text)]).html()
        #expect(
            html.contains(
                """
                <p>On <strong>Pro &lt;1&gt;</strong> until <time datetime="2026-12-01T08:34:56Z">1 Dec 2026</time>, \
                2 of 3 left</p>
                """
            )
        )
    }

    @Test("a day is the one of the time zone")
    func zone() throws {
        let late = Date(timeIntervalSince1970: 1_796_167_800)
        #expect(PageDates.utc.dayAndTime(late) == "1 Dec 2026, 23:30 UTC")
        let east = PageDates(timeZone: try #require(TimeZone(secondsFromGMT: 3600)), zoneName: "+01:00")
        #expect(east.dayAndTime(late) == "2 Dec 2026, 00:30 +01:00")
    }
}
