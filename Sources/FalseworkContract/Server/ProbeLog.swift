// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Everything that was asked of a server and answered, which is all that a judgement rests on.
public struct ProbeLog: Sendable {
  /// What the server is expected to be.
  public let profile: ServerProfile
  /// The exchanges in the order of their sending.
  public internal(set) var exchanges: [ProbeExchange] = []
  /// The jobs that had not ended when the time for them was over.
  public internal(set) var unfinished: Set<ProbeJob> = []
  /// How long a job was waited for.
  public let patience: Duration

  /// Creates an empty log.
  public init(_ profile: ServerProfile, patience: Duration = .seconds(120)) {
    self.profile = profile
    self.patience = patience
  }

  /// Notes an exchange.
  public mutating func add(
    _ probe: Probe, _ request: ProbeRequest, _ outcome: ProbeOutcome, began: Duration = .zero,
    duration: Duration = .zero
  ) {
    exchanges.append(
      ProbeExchange(
        number: exchanges.count + 1, probe: probe, request: request, outcome: outcome,
        began: began, duration: duration))
  }

  /// How many jobs were submitted, whatever came of it.
  public var submissionCount: Int {
    exchanges.count { if case .submit = $0.probe { true } else { false } }
  }

  /// The last exchange of a probe.
  subscript(probe: Probe) -> ProbeExchange? { exchanges.last { $0.probe == probe } }

  /// All exchanges of a probe.
  func exchanges(of probe: Probe) -> [ProbeExchange] { exchanges.filter { $0.probe == probe } }

  /// The job that a submission made, as its reply tells it; `nil` where there is none.
  func known(_ job: ProbeJob) -> KnownJob? {
    guard let exchange = self[.submit(job)], exchange.isAccepted, let reply = exchange.json,
      let id = reply["request_id"]?.stringValue, KnownJob.isUsable(id)
    else { return nil }
    return KnownJob(id, reply, profile.endpoint(of: job), at: profile.door)
  }

  /// The first file of the sound job's result, whatever its document calls it.
  var file: JSONValue? {
    let members = self[.result(.sound)]?.json?.objectValue?.members ?? []
    return members.first { $0.value["url"]?.stringValue != nil }?.value
  }

  /// Whether that file says that it is a mesh.
  var isFileMesh: Bool {
    let names = ["url", "file_name"].compactMap { file?[$0]?.stringValue?.lowercased() }
    return names.contains { $0.hasSuffix(".glb") }
      || file?["content_type"]?.stringValue == "model/gltf-binary"
  }
}
