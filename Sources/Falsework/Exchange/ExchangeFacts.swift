// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

/// What the head of a request tells of an exchange; the same for every request with that head.
final class ExchangeFacts: Sendable {
  let operation: FaultOperation
  /// Whether it would make a job.
  let isSubmission: Bool
  let host: String
  let path: String
  let query: String?
  let door: String
  /// Whose universe it is; `nil` where no credential is understood.
  let session: SessionID?
  /// The id of the API key that was shown.
  let keyID: String?
  /// The endpoint that a submission is meant for.
  let endpoint: EndpointID?
  /// The request in the queue that the path names.
  let request: RequestID?
  let choice: ScenarioChoice
  /// The request as the journal keeps it, but for its body.
  let journal: JournalRequest
  let notes: [JournalNote]

  init(
    _ head: HTTPRequestHead, _ visit: Visit, session: SessionID?,
    _ find: (String) throws(ScenarioNotFound) -> Scenario
  ) {
    self.session = session
    let credential = try? Credential(authorization: head.fields.value(of: .authorization))
    if case .key(let id, _)? = credential { keyID = id } else { keyID = nil }
    var request: RequestID?
    var endpoint: EndpointID?
    switch visit {
    case .fal(let visit):
      operation = FaultOperation(visit.route, head.method)
      (host, path, query, door) = (visit.host.name, visit.path, visit.query, visit.door.kind)
      if case .request(_, let id, _) = visit.route { request = RequestID(id) }
      if case .submit(let named) = visit.route { endpoint = named }
      if case .run(let named) = visit.route { endpoint = named }
      choice = ScenarioChoice(head.fields, find)
    case .control, .frontPage, .refused:
      operation = .other
      host = head.authority?.host ?? ""
      (path, query) = head.target.pathAndQuery
      door = "mock"
      choice = .unsaid
    }
    (self.request, self.endpoint) = (request, endpoint)
    isSubmission = FaultOperation.submissions.contains(operation)
    let keys = TargetKeys(
      path: path, query: query, credential.flatMap { CarriedSecret(of: $0) })
    journal = JournalRequest(
      method: head.method.rawValue, host: host, path: Redaction.text(keys.path),
      query: keys.query.map(Redaction.query), fields: Redaction.fields(head.fields))
    var notes = RealKey.isShown(by: credential) ? [RealKey.note] : []
    if keys.areFound { notes.append(TargetKeys.note) }
    if let host = Self.foreignHost(head, visit) { notes.append(.egress(to: host)) }
    self.notes = notes
  }
}

extension ExchangeFacts {
  /// The host that a client wanted to reach and that is none of fal's.
  ///
  /// A tunnel to one of fal's is refused by faults only, and was asked for rightly.
  private static func foreignHost(_ head: HTTPRequestHead, _ visit: Visit) -> String? {
    guard case .refused = visit else { return nil }
    let host: String?
    switch head.target {
    case .authority(let authority), .absolute(_, let authority, _, _): host = authority.host
    case .origin, .asterisk:
      let target = head.fields.value(of: .falTargetURL)
      host = target.flatMap { try? HTTPURL($0) }?.authority.host
    }
    return host.flatMap { FalHost($0) == nil ? $0 : nil }
  }
}

extension JournalNote {
  static func egress(to host: String) -> JournalNote {
    JournalNote(
      kind: .egressRefused,
      text: "the client tried to reach \(Redaction.text(host)), which was refused")
  }
}

extension Door {
  /// The door in one word.
  var kind: String {
    switch self {
    case .hosts: "hosts"
    case .mounts(_, bareQueue: true): "queue"
    case .mounts(_, bareQueue: false): "mount"
    }
  }
}

extension RequestTarget {
  var pathAndQuery: (path: String, query: String?) {
    switch self {
    case .origin(let path, let query): (path, query)
    case .absolute(_, _, let path, let query): (path, query)
    case .authority(let authority): (authority.description, nil)
    case .asterisk: ("*", nil)
    }
  }
}

/// A key of the form that fal's own have: a UUID, a colon and 32 hexadecimal digits (observed).
enum RealKey {
  static let note = JournalNote(
    kind: .realKey,
    text: "the key has the form of a real one; give tests a made-up key instead")

  static func isShown(by credential: Credential?) -> Bool {
    guard case .key(let id, let secret)? = credential else { return false }
    return secret.utf8.count >= 32 && secret.utf8.allSatisfy(\.isHexadecimal)
      && id.utf8.count == 36 && id.utf8.filter { $0 == UInt8(ascii: "-") }.count == 4
      && id.utf8.allSatisfy { $0.isHexadecimal || $0 == UInt8(ascii: "-") }
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }
}
