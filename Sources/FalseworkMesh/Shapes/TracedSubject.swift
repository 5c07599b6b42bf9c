// Falsework
// SPDX-License-Identifier: MIT

/// A picture's subject, and its outline as fine as a surface needs it.
struct TracedSubject {
  let raster: ReducedPicture
  let silhouette: Silhouette
  let outline: SampledOutline

  /// Traces the subject, or the whole frame where it is too thin for the surface's grid; returns
  /// nil if every pixel of the picture is wholly transparent.
  init?(_ picture: Picture, faceCount: Int) {
    let raster = ReducedPicture(picture, sideMax: Silhouette.sideMax)
    guard let found = Silhouette(of: raster, hasTransparency: picture.hasTransparency) else {
      return nil
    }
    let panel = Silhouette(panelOf: raster)
    let traced = [found, panel].lazy.compactMap { silhouette in
      SampledOutline(silhouette, faceCount: faceCount).map { (silhouette, $0) }
    }
    guard let (silhouette, outline) = traced.first else { return nil }
    (self.raster, self.silhouette, self.outline) = (raster, silhouette, outline)
  }
}
