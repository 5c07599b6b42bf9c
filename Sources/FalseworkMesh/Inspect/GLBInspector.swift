// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A judge of mesh files: the rules of glTF 2.0 that matter to meshes, and what users would see.
///
/// Rules have the names and severities of Khronos's validator. Beyond them the images are decoded
/// and the surface is looked at. No file makes it crash; every number has a limit.
public struct GLBInspector: Sendable {
  /// Bounds on what is looked at.
  public struct Limits: Sendable, Hashable {
    /// The bounds of the container.
    public var container: GLBReader.Limits
    /// The most numbers that are read from all accessors together.
    public var numbersMax: Int
    /// The most pixels of an image that is decoded.
    public var pixelsMax: Int
    /// The most triangles whose surface is looked at.
    public var facesMax: Int

    /// Sets the bounds; the defaults are far above what the real service sends.
    public init(
      container: GLBReader.Limits = GLBReader.Limits(), numbersMax: Int = 64 << 20,
      pixelsMax: Int = 32 << 20, facesMax: Int = 2 << 20
    ) {
      self.container = container
      self.numbersMax = numbersMax
      self.pixelsMax = pixelsMax
      self.facesMax = facesMax
    }
  }

  /// The bounds in force.
  public let limits: Limits

  /// Makes an inspector with the given bounds.
  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Returns everything that is to say about the file.
  public func inspect(_ file: [UInt8]) -> MeshReport {
    let log = IssueLog()
    var summary = MeshReport.Summary()
    summary.byteCount = file.count
    let container = GLBContainer(file, limits: limits.container)
    let binary = ContainerCheck(log: log).check(container)
    summary.chunks = container.chunks.map { chunk in
      MeshReport.Summary.Chunk(name: chunk.name, byteCount: chunk.byteRange.count)
    }
    if let root = root(of: container, file, log) {
      let model = GLTFModel(root, log: log)
      summary.describe(model)
      ReferenceCheck(log: log).check(model)
      BufferCheck(log: log).check(model, binary)
      check(
        model, GLTFBytes(model, file: file, binary: binary.range), into: &summary, log)
    }
    let issues = MeshIssue.Severity.allCases.flatMap { severity in
      log.issues.filter { $0.severity == severity }
    }
    return MeshReport(issues: issues, leftOutCount: log.leftOutCount, summary: summary)
  }

  /// Looks at what the views hold.
  private func check(
    _ model: GLTFModel, _ bytes: GLTFBytes, into summary: inout MeshReport.Summary,
    _ log: IssueLog
  ) {
    let contents = AccessorContents(bytes, limits: limits, log: log)
    AccessorCheck(contents: contents, log: log).check(model)
    let primitives = PrimitiveCheck(model: model, contents: contents, log: log).check()
    summary.images = ImageCheck(model: model, bytes: bytes, limits: limits, log: log).check()
    summary.shape = SurfaceCheck(model: model, limits: limits, log: log).check(primitives)
  }

  /// Returns the JSON's root object, or notes why there is none.
  private func root(
    of container: GLBContainer, _ file: [UInt8], _ log: IssueLog
  ) -> JSONObject? {
    guard let first = container.chunks.first, first.type == GLBFormat.jsonChunk else { return nil }
    do throws(GLBError) {
      let root = try container.root(of: file, limits: limits.container).value
      if let object = root.objectValue { return object }
      log.add(.typeMismatch, at: "", "the JSON is no object")
    } catch {
      switch error {
      case .jsonTooLong, .jsonTooDeep:
        log.add(.limitExceeded, atByte: first.byteRange.lowerBound, error.description)
      case .jsonMalformed(let offset):
        log.add(.invalidJSON, atByte: first.byteRange.lowerBound + offset, error.description)
      default:
        log.add(.invalidJSON, atByte: first.byteRange.lowerBound, error.description)
      }
    }
    return nil
  }
}

extension MeshReport.Summary {
  mutating func describe(_ model: GLTFModel) {
    generator = model.asset?.members["generator"]?.stringValue
    meshCount = model.meshes.count
    for primitive in model.meshes.compactMap(\.self).flatMap(\.primitives) {
      primitiveCount += 1
      for (semantic, _) in primitive.attributes where !attributes.contains(semantic) {
        if attributes.count < 64 { attributes.append(semantic) }
      }
      let vertices = primitive.accessor("POSITION").flatMap { model.accessors[$0]?.count } ?? 0
      vertexCount += vertices
      guard primitive.mode == GLTFPrimitive.trianglesMode else { continue }
      let corners =
        primitive.hasIndices
        ? primitive.indices.flatMap { model.accessors[$0]?.count } ?? 0 : vertices
      faceCount += corners / 3
    }
  }
}

extension GLBSummary.Chunk {
  /// The letters of the type, or its number where they are none.
  var name: String {
    let letters = type.littleEndianBytes.filter { $0 != 0 }
    guard !letters.isEmpty, letters.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      return "0x" + String(type, radix: 16)
    }
    return String(decoding: letters, as: UTF8.self)
  }
}
