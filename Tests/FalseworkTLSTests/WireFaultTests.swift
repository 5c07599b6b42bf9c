// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import FalseworkTLS
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("Faults on the wire below TLS", .timeLimit(.minutes(5)))
struct WireFaultTests {
  private static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 11) }
  private static let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n".utf8)

  /// Serves replies that stop behind so many bytes of their content, and sees one.
  private func meet(
    _ ending: WireEnding, at offset: Int, from content: ReplyContent, _ version: TLSVersion
  ) async throws -> SecureVisit {
    let stage = try TLSStage()
    let service = StoppingService(
      tls: stage.server, content: content, stop: WirePlan.Stop(at: .content(offset), ending))
    let server = try HTTPServer.start(ServerConfiguration(), service: service)
    let session = try stage.client(version...version).makeSession(name: "fal.run", now: testNow)
    let visit = await SecureVisit.make(
      port: server.port, session, expecting: Self.head.count + offset, ending)
    await server.stop(within: .zero)
    return visit
  }

  @Test(
    "let the client decode every byte before them",
    arguments: WireEnding.allCases, [0, 1, 16_384, 200_001])
  func endings(ending: WireEnding, offset: Int) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/content"
    try Data(Self.content).write(to: URL(filePath: path))
    for content in [ReplyContent.bytes(Self.content), .file(path: path, range: 0..<300_000)] {
      for version in [TLSVersion.tls12, .tls13] {
        let visit = try await meet(ending, at: offset, from: content, version)
        #expect(visit.plaintext == Self.head + Self.content[..<offset])
        switch ending {
        case .close: #expect(visit.ending == .closed)
        case .reset: #expect(visit.ending == .reset)
        case .stall: #expect(visit.ending == .silent)
        }
      }
    }
  }
}

/// Answers everything with a reply that stops.
private struct StoppingService: HTTPService {
  let tls: TLSServerContext
  let content: ReplyContent
  let stop: WirePlan.Stop

  func tunnel(to authority: HTTPAuthority) -> TunnelDecision { .open }

  func filter(inTunnelTo authority: HTTPAuthority?) -> FilterDecision {
    guard let filter = try? tls.makeFilter(defaultName: nil) else { return .end(.close) }
    return .filter(filter)
  }

  func answer(_ request: ServerRequest, _ memory: inout AnyObject?) -> ServerAnswer {
    var plan = WirePlan()
    plan.stop = stop
    let performance = WirePerformance(plan, timer: NoTimer())
    return .now(ServerReply(.ok, content: content, performance: performance))
  }

  func finished(_ exchange: FinishedExchange) {}
}

/// A timer for plans without waits.
private struct NoTimer: WireTimer {
  func after(_ duration: Duration, _ wake: @escaping @Sendable () -> Void) -> any Sendable { 0 }
}
