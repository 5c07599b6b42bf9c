// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkMesh
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
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

    /// The input as the client wrote it.
    var submitted: JSONObject {
      if case .accepted(let input) = record.verdict { input } else { input }
    }
  }

  private struct Place: Hashable {
    let request: RequestID
    let ordinal: Int
  }

  private let store: StateStore
  private let seed: UInt64
  private let pictures: PictureReader
  private let models: MeshModels
  private let cannedTurns = Turnstile(countMax: 1)
  private let underWay = Mutex<[Place: Task<FileRecord, any Error>]>([:])

  init(store: StateStore, seed: UInt64, pictures: PictureReader, models: MeshModels) {
    self.store = store
    self.seed = seed
    self.pictures = pictures
    self.models = models
  }

  /// Whether meshes are made, rather than given.
  var makesMeshes: Bool { models.canned == nil }

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
    guard order.kind == .mesh else {
      let contents = await contents(of: order)
      return try await store.keep(record(of: contents, order), contents: contents)
    }
    if let canned = models.canned { return try await file(order, from: canned) }
    let recipe = try await recipe(for: order)
    if let file = try? await shared(recipe.text, order) { return file }
    let mesh = await MeshKitchen.shared.mesh(by: recipe)
    let file = record(order, recipe.text, size: mesh.bytes.count, digest: mesh.digest)
    return try await store.keep(file, contents: mesh.bytes)
  }

  /// A file that shares the contents of one that was made by the same recipe.
  private func shared(_ recipe: String, _ order: Order) async throws -> FileRecord? {
    guard let other = try store.file(madeBy: recipe) else { return nil }
    let file = record(order, recipe, size: other.size, digest: other.digest)
    return try await store.keep(file, sharing: other)
  }

  /// A file that was given in the place of the mesh; one at a time, as they may be large.
  private func file(_ order: Order, from canned: CannedMeshes) async throws -> FileRecord {
    await cannedTurns.enter()
    defer { cannedTurns.leave() }
    let mesh = canned.file(forPictures: InputLink.all(in: order.submitted)) {
      let named = JSONValue.object(InputLink.namingEmbedded(in: order.input))
      return SeededGenerator(seed: seed, key: "canned mesh", named.text(.pythonSorted))
    }
    let recipe = Digest.hexadecimal(of: Array("canned \(try mesh.identity())".utf8))
    if let file = try? await shared(recipe, order) { return file }
    let bytes = try await WorkThreads.plain.run {
      Result { () throws(CannedMeshProblem) in try mesh.bytes() }
    }.get()
    return try await store.keep(record(of: bytes, order, recipe), contents: bytes)
  }

  private func recipe(for order: Order) async throws -> MeshRecipe {
    let named = InputLink.namingEmbedded(in: order.input)
    let parameters = try MeshParameters(input: named, style: models.style)
    switch try await pictures.subject(of: named, submittedAs: order.submitted) {
    case .creature: return MeshRecipe(.creature, parameters)
    case .picture(let picture, let digest):
      return MeshRecipe(.picture(picture), parameters, pictureDigest: digest)
    }
  }

  /// Returns what the mesh shows that is or will be made of an input.
  func account(of named: JSONObject, submittedAs input: JSONObject) async throws -> MeshAccount {
    guard makesMeshes else { return .cannedMesh }
    let named = InputLink.namingEmbedded(in: named)
    switch try await pictures.subject(of: named, submittedAs: input) {
    case .creature(let reason): return .creature(because: reason)
    case .picture(let picture, _):
      let parameters = try MeshParameters(input: named, style: models.style)
      let subject = await WorkThreads.plain.run { picture.subject(parameters) }
      return .picture(subject ?? .wholeFrame)
    }
  }

  private func record(
    of contents: [UInt8], _ order: Order, _ recipe: String? = nil
  ) -> FileRecord {
    record(order, recipe, size: contents.count, digest: Digest.hexadecimal(of: contents))
  }

  private func record(
    _ order: Order, _ recipe: String?, size: Int, digest: String
  ) -> FileRecord {
    FileRecord(
      path: path(of: order).description, request: order.record.id, ordinal: order.ordinal,
      name: order.name, contentType: order.kind.contentType, size: size, digest: digest,
      created: order.record.ended, recipe: recipe)
  }

  private func path(of order: Order) -> CDNPath {
    let id = order.record.id.description
    var generator =
      order.ordinal == 0
      ? SeededGenerator(seed: seed, key: "file", id)
      : SeededGenerator(seed: seed, key: "file", id, String(order.ordinal))
    return CDNPath(bits: (generator.next(), generator.next()), fileName: order.name)
  }

  /// What stands in for a file that is no mesh.
  private func contents(of order: Order) async -> [UInt8] {
    let key = "\(order.record.endpoint) \(order.name)"
    let canonical = JSONValue.object(order.input).text(.pythonSorted)
    let seed = SeededGenerator(seed: seed, key: key, canonical)
    switch order.kind {
    case .image(let side): return await WorkThreads.patient.run { StandIn.image(side: side, seed) }
    case .audio: return await WorkThreads.patient.run { StandIn.tone(seed) }
    case .mesh, .note: return StandIn.note(for: key)
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

  /// Whether a mesh is among the files.
  var makesMesh: Bool {
    gaps.contains { gap in
      if case .file(.mesh, _) = gap.filling { true } else { false }
    }
  }
}
