// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import Testing

@Suite("ServerSentEvent")
struct ServerSentEventTests {
  @Test(
    "writes one data line for each line of its data",
    arguments: [
      ("{\"status\": \"IN_QUEUE\"}", "data: {\"status\": \"IN_QUEUE\"}\n\n"),
      ("", "data: \n\n"),
      ("a\nb", "data: a\ndata: b\n\n"),
      ("a\r\nb\rc", "data: a\ndata: b\ndata: c\n\n"),
      ("a\n", "data: a\ndata: \n\n"),
      ("\r\n", "data: \ndata: \n\n"),
    ])
  func data(_ data: String, _ expected: String) {
    #expect(text(ServerSentEvent(data: Array(data.utf8)).bytes) == expected)
  }

  @Test("writes its type and identifier, which cannot break out of their lines")
  func typeAndIdentifier() {
    let event = ServerSentEvent(data: [], type: "status\ndata: x", identifier: "1\r2\u{0}3")
    #expect(text(event.bytes) == "event: statusdata: x\nid: 123\ndata: \n\n")
  }

  @Test("writes comments")
  func comment() {
    #expect(text(ServerSentEvent.comment("ping")) == ": ping\n\n")
  }
}
