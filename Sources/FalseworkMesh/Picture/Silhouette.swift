// Falsework
// SPDX-License-Identifier: MIT

/// The outline of a picture's subject.
struct Silhouette: Sendable {
  /// How the outline becomes a solid.
  enum Profile: Sendable, Hashable {
    /// Swollen: the thicker, the wider the outline.
    case swollen
    /// A panel of even thickness: nothing stands out from a backdrop.
    case slab
  }

  /// What divides inside from outside in ``coverage``.
  static let level: Float = 0.5
  /// The longest side in pixels on which outlines are sought.
  static let sideMax = 512

  /// How much of each pixel of the reduced picture belongs to the subject, 0…1.
  let coverage: ScalarPlane
  let profile: Profile
  let subject: PictureSubject

  /// Finds the subject, or returns nil if every pixel is wholly transparent.
  init?(of picture: ReducedPicture, hasTransparency: Bool) {
    if hasTransparency {
      self.init(opacityOf: picture)
    } else {
      self.init(coloursOf: picture)
    }
  }

  /// Takes opacity at its word; where the most opaque pixel is faint, it sets the measure.
  private init?(opacityOf picture: ReducedPicture) {
    var opacity = picture.opacity
    let most = opacity.values.reduce(0, max)
    guard most > 0 else { return nil }
    if most < 0.75 {
      for index in opacity.values.indices { opacity.values[index] /= most }
    }
    guard let cleaned = Self.settled(opacity) else {
      self.init(panelOf: picture)
      return
    }
    let fills = Float(cleaned.area) > 0.95 * Float(opacity.values.count)
    self.init(
      coverage: cleaned.plane, profile: fills ? .slab : .swollen, subject: .cutOut)
  }

  private init(coverage: ScalarPlane, profile: Profile, subject: PictureSubject) {
    self.coverage = coverage
    self.profile = profile
    self.subject = subject
  }

  private init(coloursOf picture: ReducedPicture) {
    let backdrop = Backdrop(of: picture)
    let area = Float(picture.pixels.count)
    // A border of many colours is no backdrop but a scene.
    if backdrop.borderShare > 0.6 {
      let subject = BackdropFlood(picture, backdrop: backdrop).subject()
      if let cleaned = Self.settled(subject), Float(cleaned.area) < 0.95 * area,
        Float(cleaned.area) > 0.02 * area
      {
        self.init(coverage: cleaned.plane, profile: .swollen, subject: .beforeBackdrop)
        return
      }
    }
    self.init(panelOf: picture)
  }

  /// Takes the whole frame.
  init(panelOf picture: ReducedPicture) {
    (coverage, profile, subject) = (Self.panel(of: picture), .slab, .wholeFrame)
  }

  /// Drops specks; an outline of little else is blurred until it holds together.
  ///
  /// Outlines on fine rasters are softened a little; on coarse ones a pixel may be a limb.
  private static func settled(_ raw: ScalarPlane) -> CleanedRegions? {
    var plane = max(raw.width, raw.height) >= 256 ? raw.blurred(share: 0.5) : raw
    for _ in 0..<4 {
      let cleaned = plane.cleaned(level: level)
      if cleaned.area > 0, 4 * cleaned.area >= 3 * cleaned.areaBefore { return cleaned }
      for _ in 0..<4 { plane = plane.blurred(share: 0.66) }
    }
    return nil
  }

  /// The whole frame with rounded corners.
  private static func panel(of picture: ReducedPicture) -> ScalarPlane {
    let (width, height) = (Float(picture.width), Float(picture.height))
    let radius = min(0.05 * max(width, height), min(width, height) / 2)
    var values: [Float] = []
    values.reserveCapacity(picture.pixels.count)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let x = abs(Float(column) + 0.5 - width / 2) - (width / 2 - radius)
        let y = abs(Float(row) + 0.5 - height / 2) - (height / 2 - radius)
        let beyond = (max(x, 0) * max(x, 0) + max(y, 0) * max(y, 0)).squareRoot()
        values.append(beyond > 0 ? (radius + 0.5 - beyond).clamped(0, 1) : 1)
      }
    }
    return ScalarPlane(width: picture.width, height: picture.height, values: values)
  }
}
