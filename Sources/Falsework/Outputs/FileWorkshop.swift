// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkMesh
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
internal import Synchronization

/// Makes each file of each request once, away from the event loops.
final class FileWorkshop: Sendable {
  /// The most files that are made ahead of being asked for; beyond, they are made when asked for.
  static let anticipatedCountMax = 8

  /// A file to make: what, and in which place among the files of which request.
  struct Order: Sendable {
    let record: RequestRecord
    let input: JSONObject
    let ordinal: Int
    let kind: OutputPlan.FileKind
    let name: String
  }

  private struct Place: Hashable {
    let request: RequestID
    let ordinal: Int
  }

  private let store: StateStore
  private let seed: UInt64
  private let thread = PatientThread()
  private let underWay = Mutex<[Place: Task<FileRecord, any Error>]>([:])

  init(store: StateStore, seed: UInt64) {
    self.store = store
    self.seed = seed
  }

  /// Whether files may be begun before they are asked for.
  var hasRoom: Bool { underWay.withLock { $0.count < Self.anticipatedCountMax } }

  /// Begins with a request's files before they are asked for, unless there is much to do already.
  func anticipate(_ record: RequestRecord, _ input: JSONObject) {
    guard let plan = record.output else { return }
    for order in plan.orders(for: record, input: input) where hasRoom { _ = task(order) }
  }

  /// Returns a file, made now if need be.
  func file(_ order: Order) async throws -> FileRecord {
    if let file = try store.file(of: order.record.id, order.ordinal) { return file }
    return try await task(order).value
  }

  private func task(_ order: Order) -> Task<FileRecord, any Error> {
    let place = Place(request: order.record.id, ordinal: order.ordinal)
    return underWay.withLock { tasks in
      if let task = tasks[place] { return task }
      let task = Task {
        defer { underWay.withLock { $0[place] = nil } }
        return try await make(order)
      }
      tasks[place] = task
      return task
    }
  }

  private func make(_ order: Order) async throws -> FileRecord {
    let key = "\(order.record.endpoint) \(order.name)"
    let contents = try await contents(of: order.kind, order.input, key: key)
    let file = FileRecord(
      path: path(of: order).description, request: order.record.id, ordinal: order.ordinal,
      name: order.name, contentType: order.kind.contentType, size: contents.count,
      digest: Digest.hexadecimal(of: contents), created: order.record.ended)
    return try await store.keep(file, contents: contents)
  }

  private func path(of order: Order) -> CDNPath {
    let id = order.record.id.description
    var generator =
      order.ordinal == 0
      ? SeededGenerator(seed: seed, key: "file", id)
      : SeededGenerator(seed: seed, key: "file", id, String(order.ordinal))
    return CDNPath(bits: (generator.next(), generator.next()), fileName: order.name)
  }

  private func contents(
    of kind: OutputPlan.FileKind, _ input: JSONObject, key: String
  ) async throws -> [UInt8] {
    let canonical = JSONValue.object(input).text(.pythonSorted)
    let seed = SeededGenerator(seed: seed, key: key, canonical)
    switch kind {
    case .mesh:
      let parameters = try MeshParameters(input: input)
      return await thread.run { StarMesh.generate(parameters).glb }
    case .image(let side): return await thread.run { StandIn.image(side: side, seed) }
    case .audio: return await thread.run { StandIn.tone(seed) }
    case .note: return StandIn.note(for: key)
    }
  }
}

extension OutputPlan {
  /// The files that the output needs.
  func orders(for record: RequestRecord, input: JSONObject) -> [FileWorkshop.Order] {
    gaps.enumerated().compactMap { ordinal, gap in
      guard case .file(let kind, let name) = gap.filling else { return nil }
      return FileWorkshop.Order(
        record: record, input: input, ordinal: ordinal, kind: kind, name: name)
    }
  }
}
