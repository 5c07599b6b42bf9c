// Falsework
// SPDX-License-Identifier: MIT

/// What a mesh shows.
public enum MeshKind: Sendable, Hashable {
  /// The subject of a picture, swollen into a solid.
  case picture(PictureSubject)
  /// An animal that the seed made up.
  case creature(CreaturePlan)
  /// A star-shaped thing that the seed grew into.
  case star(StarKind)
}

/// How the subject of a picture was told from the rest.
public enum PictureSubject: String, Sendable, Hashable, CaseIterable {
  /// By its opacity.
  case cutOut
  /// By its colours before a plain backdrop.
  case beforeBackdrop
  /// Not at all: the whole frame is a panel.
  case wholeFrame
}

/// The kinds of star-shaped things that a seed can grow into.
public enum StarKind: String, Sendable, Hashable, CaseIterable {
  /// A boulder: cut faces, strata, moss.
  case stone
  /// A fruit or gourd: lobes, a stem, streaked skin.
  case fruit
  /// A stuffed animal: ears, paws, a face.
  case plush
}
