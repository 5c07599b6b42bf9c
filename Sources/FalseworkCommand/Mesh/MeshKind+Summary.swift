// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh

extension MeshKind {
  /// What the mesh shows, for people, where a picture of that name was to be its subject.
  func summary(picture: String?) -> String {
    switch self {
    case .picture(let subject): subject.summary(picture ?? "the picture")
    case .creature(let plan):
      plan.summary
        + (picture.map { ", made up by the seed, since every pixel of \($0) is transparent" } ?? "")
    case .star(.stone): "a boulder"
    case .star(.fruit): "a fruit"
    case .star(.plush): "a stuffed animal"
    }
  }
}

extension PictureSubject {
  /// What a mesh shows of a picture of that name, for people.
  func summary(_ picture: String) -> String {
    switch self {
    case .cutOut: "the subject of \(picture), told by its opacity"
    case .beforeBackdrop: "the subject of \(picture), told from its plain backdrop"
    case .wholeFrame: "the whole frame of \(picture), from which no subject could be told"
    }
  }
}

extension CreaturePlan {
  fileprivate var summary: String {
    switch self {
    case .walker: "an animal on four legs"
    case .sitter: "an animal that stands upright"
    case .bird: "a bird"
    case .crawler: "an animal with a shell"
    }
  }
}
