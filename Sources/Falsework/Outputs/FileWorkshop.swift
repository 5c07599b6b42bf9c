// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkJSON
internal import FalseworkMesh
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
internal import Synchronization

/// Makes the mesh of each request once, away from the event loops.
final class MeshWorkshop: Sendable {
  /// The most meshes that are made ahead of being asked for; beyond, they are made when asked for.
  static let anticipatedCountMax = 8

  private let store: StateStore
  private let seed: UInt64
  private let queue = DispatchQueue(label: "falsework.meshes", qos: .utility)
  private let underWay = Mutex<[RequestID: Task<FileRecord, any Error>]>([:])

  init(store: StateStore, seed: UInt64) {
    self.store = store
    self.seed = seed
  }

  /// Begins with a request's mesh before it is asked for, unless there is much to do already.
  func anticipate(_ record: RequestRecord) {
    guard case .accepted(let input) = record.verdict else { return }
    let isBusy = underWay.withLock { $0.count >= Self.anticipatedCountMax }
    if !isBusy { _ = task(of: record, input: input) }
  }

  /// Returns the file of a request, made now if need be.
  func file(of record: RequestRecord, input: JSONObject) async throws -> FileRecord {
    if let file = try store.file(of: record.id) { return file }
    return try await task(of: record, input: input).value
  }

  private func task(of record: RequestRecord, input: JSONObject) -> Task<FileRecord, any Error> {
    underWay.withLock { tasks in
      if let task = tasks[record.id] { return task }
      let task = Task {
        defer { underWay.withLock { $0[record.id] = nil } }
        return try await make(record, input: input)
      }
      tasks[record.id] = task
      return task
    }
  }

  private func make(_ record: RequestRecord, input: JSONObject) async throws -> FileRecord {
    let parameters = try MeshParameters(input: input)
    let mesh = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: StarMesh.generate(parameters)) }
    }
    var generator = SeededGenerator(seed: seed, key: "file", record.id.description)
    let name = "model.glb"
    let file = FileRecord(
      path: CDNPath(bits: (generator.next(), generator.next()), fileName: name).description,
      request: record.id, name: name, contentType: "application/octet-stream",
      size: mesh.glb.count, digest: Digest.hexadecimal(of: mesh.glb),
      created: record.timeline.ended)
    return try await store.keep(file, contents: mesh.glb)
  }
}

extension MeshParameters {
  /// Reads the parameters of an input that was accepted, with its defaults filled in.
  ///
  /// Without a seed the input itself, written in one canonical way, is the seed.
  init(input: JSONObject) throws(MeshError) {
    let seed: MeshSeed =
      if let literal = input["seed"]?.numberValue?.literal {
        MeshSeed(integer: literal)
      } else {
        MeshSeed(canonicalInput: JSONValue.object(input).serialized(.pythonSorted))
      }
    try self.init(
      seed: seed, meshSimplify: input["mesh_simplify"]?.numberValue?.doubleValue ?? 0.95,
      textureSize: input["texture_size"]?.numberValue?.intValue ?? 1024)
  }
}
