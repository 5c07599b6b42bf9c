// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkMesh

extension MeshCommand {
  /// Refuses options of which one would be without effect.
  func validateExclusions() throws {
    if listBroken, let other = named.first {
      throw ValidationError(
        "--list-broken only shows what --broken may be; leave out \(other)")
    }
    if image != nil, shape != nil {
      throw ValidationError(
        "--shape is for meshes without a picture; leave it out, or --image")
    }
    if output == "-", preview == "-" {
      throw ValidationError(
        "--output and --preview cannot both be standard output; name a file for one")
    }
    guard gallery != nil else { return }
    let useless: [(name: String, isNamed: Bool, reason: String)] = [
      ("--image", image != nil, "it shows what seeds grow into without a picture"),
      ("--output", output != nil, "it writes no mesh, only the picture of --preview"),
      ("--broken", broken != nil, "it shows what seeds grow into"),
      (
        "--texture-size", textureSize != nil,
        "its pictures are smaller than the least texture, which it takes"
      ),
    ]
    if let option = useless.first(where: \.isNamed) {
      throw ValidationError(
        "--gallery does not go with \(option.name): \(option.reason)")
    }
  }

  /// The options on the command line beside `--list-broken`.
  private var named: [String] {
    let options: [(name: String, isNamed: Bool)] = [
      ("--seed", seed != nil), ("--mesh-simplify", meshSimplify != nil),
      ("--texture-size", textureSize != nil), ("--image", image != nil),
      ("--shape", shape != nil), ("--mesh-style", meshStyle != nil),
      ("--output", output != nil), ("--broken", broken != nil), ("--preview", preview != nil),
      ("--gallery", gallery != nil),
    ]
    return options.filter(\.isNamed).map(\.name)
  }

  /// Refuses values that are none.
  func validateValues() throws {
    if let seed, !Self.isWhole(seed) {
      throw ValidationError("--seed must be a whole number, not \"\(seed)\"")
    }
    if let textureSize, ![512, 1024, 2048].contains(textureSize) {
      throw ValidationError("--texture-size must be 512, 1024 or 2048, not \(textureSize)")
    }
    if let meshSimplify, !MeshParameters.meshSimplifyBounds.contains(meshSimplify) {
      throw ValidationError("--mesh-simplify must be between 0.9 and 0.98, not \(meshSimplify)")
    }
    if let broken, BrokenMesh.named(broken) == nil {
      throw ValidationError(
        "--broken has no \"\(broken)\"; falsework mesh --list-broken shows the names")
    }
    if let gallery { try validateGallery(gallery) }
  }

  private static func isWhole(_ number: String) -> Bool {
    let digits = number.hasPrefix("-") ? number.dropFirst() : number[...]
    return !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
  }

  private func validateGallery(_ count: Int) throws {
    guard (1...MeshPreview.sheetCountMax).contains(count) else {
      throw ValidationError(
        "--gallery must be between 1 and \(MeshPreview.sheetCountMax), not \(count)")
    }
    guard preview != nil else {
      throw ValidationError("--gallery needs --preview to name the picture's file")
    }
    guard Int(seed ?? "0").map({ $0 < Int.max - count }) == true else {
      throw ValidationError("--gallery counts on from --seed, which must fit in 63 bits")
    }
  }
}
