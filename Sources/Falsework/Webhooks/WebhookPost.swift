// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkProtocol
internal import FalseworkQueue
internal import Logging

/// The webhooks of a running server: the outbox, and the courier with its client.
struct WebhookPost: Sendable {
  private let outbox: WebhookOutbox
  private let client: HTTPClient

  /// Begins to send what is due, what an earlier server has left included.
  static func start(
    _ fal: FalService, _ schedule: WebhookSchedule, _ desk: FaultDesk, _ log: ExchangeLog,
    _ trust: LocalTrust,
    _ logger: Logger
  ) throws -> WebhookPost {
    var configuration = HTTPClientConfiguration()
    configuration.security = trust.outboundSecurity
    let client = try HTTPClient(configuration)
    let courier = Courier(
      fal: fal, client: client, schedule: schedule, desk: desk, exchanges: log, logger: logger)
    try fal.outbox.start { await courier.deliver($0) }
    return WebhookPost(outbox: fal.outbox, client: client)
  }

  /// Breaks off what is on its way, which is sent again by the next server.
  func stop() async {
    outbox.close()
    await client.stop()
    await outbox.waitUntilIdle()
  }
}

extension Dialect {
  /// When webhooks are tried again, unless something else is asked for.
  var webhookSchedule: WebhookSchedule {
    switch self {
    case .observed: .observed
    case .documented, .strict: .documented
    }
  }
}
