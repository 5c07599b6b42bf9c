// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import Foundation

/// Where a client leaves what it makes in a drill, and where its words go.
struct DrillFolder: Sendable {
  private let path: String

  /// Makes an empty folder.
  init() throws(CommandFailure) {
    do {
      path = try TemporaryFolder.make()
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Where the client may leave the mesh.
  var artefact: String { path + "/mesh.glb" }
  /// Where the client may say how it ended.
  var outcome: String { path + "/outcome.json" }
  /// Where the server keeps its state.
  var state: String { path + "/state" }
  /// What the client writes.
  var output: String { path + "/output.txt" }

  /// The largest mesh that is looked at: 1 GiB.
  private static let artefactBytesMax = 1 << 30

  /// What the client left; `nil` for nothing.
  func readArtefact() -> ClientOutcome.Artefact? {
    let size = (try? FileManager.default.attributesOfItem(atPath: artefact))?[.size] as? Int
    guard let size, size <= Self.artefactBytesMax,
      let data = FileManager.default.contents(atPath: artefact)
    else { return nil }
    return ClientOutcome.Artefact(
      byteCount: data.count, digest: Digest.hexadecimal(of: [UInt8](data)))
  }

  /// What the client says of itself; `nil` for nothing.
  func readReport() -> ClientOutcome.Report? {
    guard let handle = FileHandle(forReadingAtPath: outcome) else { return nil }
    defer { try? handle.close() }
    let data = (try? handle.read(upToCount: Self.outcomeBytesMax)) ?? nil
    return ClientOutcome.Report(file: [UInt8](data ?? Data()))
  }

  /// The most of it that is read; more is no JSON then.
  private static let outcomeBytesMax = 64 << 10

  /// All that the client wrote, up to a bound from its end.
  func readOutput() -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: output) else { return [] }
    defer { try? handle.close() }
    let size = (try? handle.seekToEnd()) ?? 0
    try? handle.seek(toOffset: size > Self.outputBytesMax ? size - Self.outputBytesMax : 0)
    return (try? handle.readToEnd()).map { [UInt8]($0) } ?? []
  }

  /// How much of the output is searched for secrets: 4 MiB.
  private static let outputBytesMax: UInt64 = 4 << 20

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
