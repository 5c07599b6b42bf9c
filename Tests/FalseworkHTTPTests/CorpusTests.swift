// Falsework
// SPDX-License-Identifier: MIT

import Testing

@Suite("The wire corpus")
struct CorpusTests {
  @Test("can be read, each case with its reason, bytes and events", arguments: WireCorpus.folders)
  func readable(_ folder: String) throws {
    #expect(try WireCorpus.read(folder).count > 30)
  }

  @Test("gives the events that the case lists when fed whole", arguments: WireCorpus.all)
  func whole(_ wireCase: WireCase) {
    #expect(lines(wireCase, Cutting.whole(wireCase.bytes)) == wireCase.events)
  }

  @Test("gives the same events when fed byte by byte", arguments: WireCorpus.all)
  func byteByByte(_ wireCase: WireCase) {
    #expect(lines(wireCase, Cutting.byteByByte(wireCase.bytes)) == wireCase.events)
  }

  @Test("gives the same events when cut at any one point", arguments: WireCorpus.all)
  func cutAtEachPoint(_ wireCase: WireCase) {
    for index in wireCase.bytes.indices {
      let events = lines(wireCase, Cutting.at(index, wireCase.bytes))
      guard events != wireCase.events else { continue }
      #expect(events == wireCase.events, "cut at \(index)")
      return
    }
  }

  @Test("reads the next request right behind one that keeps the connection")
  func trailingRequest() {
    let trailer = "GET /next HTTP/1.1\r\nHost: next.example\r\n\r\n"
    let expected = [
      "head GET origin /next HTTP/1.1 host=next.example body=none keep-alive",
      "field Host: next.example", "end",
    ]
    let complete = WireCorpus.requests.filter { $0.events.last == "end" && !$0.endsStream }
    #expect(complete.count > 20)
    for wireCase in complete {
      let bytes = wireCase.bytes + Array(trailer.utf8)
      #expect(
        lines(wireCase, Cutting.whole(bytes)) == wireCase.events + expected, "\(wireCase.title)")
    }
  }

  @Test("reads a request that comes again and again the same each time")
  func repeatedRequest() {
    let complete = WireCorpus.requests.filter { $0.events.last == "end" && !$0.endsStream }
    #expect(complete.count > 20)
    for wireCase in complete {
      let bytes = wireCase.bytes + wireCase.bytes + wireCase.bytes
      let expected = wireCase.events + wireCase.events + wireCase.events
      #expect(lines(wireCase, Cutting.whole(bytes)) == expected, "\(wireCase.title)")
      #expect(lines(wireCase, Cutting.byteByByte(bytes)) == expected, "\(wireCase.title)")
    }
  }

  @Test("is not swayed by bytes behind what was refused or was the last request")
  func trailingBytesAfterTheEnd() {
    let trailer = Array("\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let over = (WireCorpus.requests + WireCorpus.malformed).filter {
      let last = $0.events.last ?? ""
      return !$0.endsStream && (last == "close" || last.hasPrefix("refused"))
    }
    #expect(over.count > 50)
    for wireCase in over {
      let events = lines(wireCase, Cutting.whole(wireCase.bytes + trailer))
      #expect(events == wireCase.events, "\(wireCase.title)")
    }
  }

  @Test("refuses every case that is filed as malformed", arguments: WireCorpus.malformed)
  func malformed(_ wireCase: WireCase) {
    #expect(wireCase.role == .request)
    #expect(wireCase.events.last?.hasPrefix("refused") == true)
  }

  @Test("accepts every case that is filed as a request", arguments: WireCorpus.requests)
  func accepted(_ wireCase: WireCase) {
    #expect(wireCase.role == .request)
    #expect(!wireCase.events.contains { $0.hasPrefix("refused") })
  }

  @Test("has no two cases of the same title and no two with the same bytes")
  func distinct() {
    #expect(WireCorpus.all.count > 200)
    #expect(Set(WireCorpus.all.map(\.title)).count == WireCorpus.all.count)
    let inputs = Dictionary(grouping: WireCorpus.all) { "\($0.role) \($0.endsStream) \($0.bytes)" }
    #expect(inputs.values.filter { $0.count > 1 }.map { $0.map(\.title) } == [])
  }

  private func lines(_ wireCase: WireCase, _ pieces: [ArraySlice<UInt8>]) -> [String] {
    switch wireCase.role {
    case .request: ServerTranscript.lines(pieces, endsStream: wireCase.endsStream)
    case .response(let method):
      ClientTranscript.lines(pieces, method: method, endsStream: wireCase.endsStream)
    }
  }
}
