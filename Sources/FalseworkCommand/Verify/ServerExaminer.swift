// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkTLS
internal import HTTPTypes

/// Sends the requests of an inquiry, one at a time.
struct ServerExaminer {
  /// The most that is read of a reply, in bytes.
  private static let replyBytesMax = 128 << 20
  /// How long a reply may take that is no stream.
  private static let replyTimeout = Duration.seconds(30)

  private let client: HTTPClient
  private let server: VerifiedServer
  private let timeout: Duration

  /// What came of it.
  enum Outcome {
    /// What was said.
    case log(ProbeLog)
    /// Nobody answers there, for this reason.
    case unreachable(String)
  }

  /// Prepares the sending; a job and its stream may take `timeout`.
  init(
    _ server: VerifiedServer, timeout: Duration, _ environment: ProcessEnvironment
  ) throws(CommandFailure) {
    var configuration = HTTPClientConfiguration()
    configuration.security = try Self.security(environment)
    do {
      client = try HTTPClient(configuration)
    } catch {
      throw CommandFailure(error)
    }
    self.server = server
    self.timeout = timeout
  }

  /// Gives the client's resources back.
  func stop() async { await client.stop() }

  /// Asks everything that there is to ask.
  func examine(_ plan: Inquiry) async -> Outcome {
    var inquiry = plan
    let clock = MockClock(.running(speed: 1))
    let start = clock.now
    while true {
      let began = start.duration(to: clock.now)
      switch inquiry.next(at: began) {
      case .over: return .log(inquiry.log)
      case .wait(let pause): await Pause.wait(pause)
      case .send(let request, let probe):
        let (outcome, isUnreachable) = await send(request, for: probe)
        if isUnreachable, inquiry.log.exchanges.isEmpty, case .failed(let reason) = outcome {
          return .unreachable(reason)
        }
        let duration = start.duration(to: clock.now) - began
        inquiry.take(outcome, of: request, for: probe, began: began, duration: duration)
      }
    }
  }

  private func send(
    _ request: ProbeRequest, for probe: Probe
  ) async -> (outcome: ProbeOutcome, isUnreachable: Bool) {
    guard let url = try? HTTPURL(request.url), isFit(url) else {
      return (.failed(reason: "\(request.url) is not a URL to be followed from here"), false)
    }
    var fields = request.fields
    fields[.userAgent] = "falsework-verify/\(Version.current)"
    switch request.credential {
    case .none: break
    case .malformed: fields[.authorization] = ProbeRequest.malformedKey
    case .key: fields[.authorization] = "Key \(server.key)"
    }
    var outbound = OutboundRequest(
      request.method, url, fields: fields, content: request.body.map { Array($0.utf8) })
    outbound.replyContentBytesMax = Self.replyBytesMax
    outbound.timeout = probe.isLong ? timeout : min(timeout, Self.replyTimeout)
    do throws(HTTPClientError) {
      let reply = try await client.send(outbound)
      return (
        .reply(
          ProbeReply(status: reply.status.code, fields: reply.fields, body: reply.content)), false
      )
    } catch {
      let codes: [HTTPClientError.Code] = [.refused, .unreachable, .unresolved, .tls, .timedOut]
      return (.failed(reason: error.description), codes.contains(error.code))
    }
  }

  /// Whether a URL that a server gave is followed: one on this machine sends nobody elsewhere, and
  /// one elsewhere sends nobody to this machine.
  private func isFit(_ url: HTTPURL) -> Bool {
    url.authority.isHere == server.url.authority.isHere
  }

  /// What is trusted: the file in `SSL_CERT_FILE`, else the system's certificates.
  private static func security(
    _ environment: ProcessEnvironment
  ) throws(CommandFailure) -> HTTPClientConfiguration.Security? {
    let limit = InputFile.Limit(
      bytes: TrustBundle.systemRootsBytesMax, remedy: "too many for certificates")
    let named = environment["SSL_CERT_FILE"]
    let paths = named.map { [$0] } ?? TrustBundle.systemRootsPaths
    guard let pem = paths.lazy.compactMap({ try? InputFile($0, limit).bytes() }).first else {
      return nil
    }
    do {
      let context = try TLSClientContext(
        .init(trustedCertificatesPEM: String(decoding: pem, as: UTF8.self)))
      let clock = MockClock(.running(speed: 1))
      return { host in
        try context.makeSession(name: host, now: clock.now.microseconds / 1_000_000)
      }
    } catch {
      throw CommandFailure("the trusted certificates cannot be used: \(error)")
    }
  }
}

extension Probe {
  /// Whether the reply lasts as long as the job.
  fileprivate var isLong: Bool {
    if case .stream = self { true } else { self == .mesh }
  }
}
