// Falsework
// SPDX-License-Identifier: MIT

/// A way of spoiling a good mesh file, to see what a consumer does about it.
public struct BrokenMesh: Sendable {
  /// The name in lower case with hyphens, which never changes.
  public let name: String
  /// What is wrong with the file, in one sentence.
  public let fault: String
  /// What consumers were seen to do, in one sentence: gltfpack 0.18, trimesh 5.2, three.js r111.
  public let consequence: String
  /// What ``GLBInspector`` finds above the severity `hint`, by name.
  public let codes: [MeshIssue.Code]
  private let spoil: Spoiling

  enum Spoiling: Sendable {
    /// Of the bytes as they are.
    case bytes(@Sendable ([UInt8]) -> [UInt8])
    /// Of the JSON and of what the views hold; the container is written anew.
    case contents(@Sendable (inout GLBDraft) throws(GLBError) -> Void)
  }

  init(
    _ name: String, _ fault: String, _ consequence: String, _ codes: [MeshIssue.Code],
    _ spoil: Spoiling
  ) {
    self.name = name
    self.fault = fault
    self.consequence = consequence
    self.codes = codes.sorted { $0.rawValue < $1.rawValue }
    self.spoil = spoil
  }

  /// All of them: those of the container, of the JSON, of the numbers and of the images.
  public static let all = ofContainer + ofReferences + ofNumbers + ofSurface + ofImage

  /// Returns the one of a name.
  public static func named(_ name: String) -> BrokenMesh? { all.first { $0.name == name } }

  /// Returns the file spoilt; it must be a good one of ours, of one mesh with an image.
  public func spoiling(_ file: [UInt8]) throws(GLBError) -> [UInt8] {
    switch spoil {
    case .bytes(let spoil): return spoil(file)
    case .contents(let spoil):
      var draft = try GLBDraft(file)
      try spoil(&draft)
      return draft.file
    }
  }
}
