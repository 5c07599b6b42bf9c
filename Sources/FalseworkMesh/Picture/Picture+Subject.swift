// Falsework
// SPDX-License-Identifier: MIT

extension Picture {
  /// Whether nothing of the picture can be seen, so that a mesh of it shows the seed's animal.
  public var isWhollyTransparent: Bool {
    guard hasTransparency else { return false }
    let raster = ReducedPicture(self, sideMax: Silhouette.sideMax)
    return raster.opacity.values.allSatisfy { $0 == 0 }
  }

  /// Returns how a mesh of the picture with these parameters tells the subject from the rest; nil
  /// if every pixel is wholly transparent.
  public func subject(_ parameters: MeshParameters) -> PictureSubject? {
    TracedSubject(self, faceCount: parameters.detail.rawFaceCount)?.silhouette.subject
  }
}
