// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkImage
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkMesh
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import Foundation

/// Looks at the pictures of inputs, off the event loops and one for each processor at a time.
final class PictureReader: Sendable {
  /// The largest file that is read; of a larger one it is not known what it shows.
  static let bytesMax = 32 << 20
  /// How much memory the pictures take that were looked at last: a client that sends one again need
  /// not wait for it to be read again, nor does the mesh that is made of it.
  static let shelfBytesMax = 64 << 20

  private let store: StateStore
  private let clock: MockClock
  private let decoder = PictureDecoder()
  private let shelf = Shelf<PictureFinding>(bytesMax: shelfBytesMax)

  init(store: StateStore, clock: MockClock) {
    self.store = store
    self.clock = clock
  }

  /// What is wrong with the picture behind a link.
  struct Trouble: Sendable {
    let link: InputLink
    let failure: InputFailure
    /// What was found, in a clause.
    let reason: String

    /// What the runner says of it.
    var detail: JSONValue {
      failure.modelFailure.detail(at: link.location, input: .string(link.url))
    }

    /// What is written down about it.
    var note: JournalNote {
      let place = (["", link.name] + (link.index.map { ["\($0)"] } ?? [])).joined(separator: "/")
      return JournalNote(
        kind: .unusablePicture,
        text: "\(place): \(reason); the result is \(failure.modelFailure.type)")
    }
  }

  /// A picture and the digest of its file.
  struct Subject: Sendable {
    let picture: Picture
    let digest: String
  }

  /// Returns what is wrong with those pictures of an input that are here.
  func troubles(in input: JSONObject) async throws -> [Trouble] {
    var troubles: [Trouble] = []
    for link in InputLink.all(in: input) where link.showsPicture {
      guard case .failed(let failure, let reason)? = try await look(at: link.url) else { continue }
      troubles.append(Trouble(link: link, failure: failure, reason: reason))
    }
    return troubles
  }

  /// Returns the picture that an input shows first; `nil` where none is known.
  ///
  /// In `named`, contents have names in the place of the URLs that `input` was submitted with.
  func subject(of named: JSONObject, submittedAs input: JSONObject) async throws -> Subject? {
    guard let link = InputLink.all(in: named).first(where: \.showsPicture),
      let digest = link.digest
    else { return nil }
    // Looked at again, should the shelf have been too small for it or the server be another one.
    if shelf[digest] == nil,
      let origin = InputLink.all(in: input).first(where: { $0.isAtPlace(of: link) })
    {
      _ = try await look(at: origin.url)
    }
    guard case .picture(let picture)? = shelf[digest] else { return nil }
    return Subject(picture: picture, digest: digest)
  }

  /// Returns what a picture is that was found to have that digest.
  func look(at bytes: [UInt8], digest: String) async -> PictureFinding {
    if let known = shelf[digest] { return known }
    let decoder = decoder
    let finding = await WorkThreads.plain.run {
      PictureFinding(Result { () throws(PictureError) in try decoder.decode(bytes) })
    }
    shelf.put(finding, byteCount: finding.byteCount, under: digest)
    return finding
  }

  /// Returns what lies behind a URL; `nil` when it does not lie here.
  private func look(at url: String) async throws -> PictureFinding? {
    if DataURI.isOne(url) {
      guard let bytes = DataURI.bytes(of: url) else {
        return .failed(.imageLoad, reason: "the data URI cannot be read")
      }
      return await look(at: bytes, digest: Digest.hexadecimal(of: bytes))
    }
    guard let path = OwnLink.path(of: url) else { return nil }
    guard let contents = try store.contents(at: path, clock.now) else {
      return try CDNPath.isOurs(path) || store.hasFile(at: path)
        ? .failed(.download, reason: "there is no file at its URL") : nil
    }
    if let known = shelf[contents.digest] { return known }
    guard contents.size <= Self.bytesMax,
      let bytes = FileManager.default.contents(atPath: contents.localPath)
    else { return .unread }
    return await look(at: [UInt8](bytes), digest: contents.digest)
  }
}

extension InputLink {
  /// Whether both stand at the same place of an input.
  fileprivate func isAtPlace(of other: InputLink) -> Bool {
    name == other.name && index == other.index
  }
}
