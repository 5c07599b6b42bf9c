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
      JournalNote(
        kind: .unusablePicture,
        text: "\(link.place): \(reason); the result is \(failure.modelFailure.type)")
    }
  }

  /// What was found out about the pictures of an input, as far as they are here.
  struct Survey: Sendable {
    var troubles: [Trouble] = []
    /// Why the mesh shows an animal instead of a picture that is no trouble.
    var standIn: JournalNote?
  }

  /// Looks at those pictures of an input that are here.
  func survey(_ input: JSONObject) async throws -> Survey {
    var survey = Survey()
    let links = InputLink.all(in: input).filter(\.showsPicture)
    for link in links {
      switch try await look(at: link.url) {
      case .failed(let failure, let reason)?:
        survey.troubles.append(Trouble(link: link, failure: failure, reason: reason))
      // Of several pictures, the mesh shows the first.
      case .unshown(let reason)? where link == links.first:
        survey.standIn = JournalNote(
          kind: .unusablePicture,
          text: "\(link.place): \(reason); the mesh shows an animal instead")
      case .picture?, .unshown?, nil: continue
      }
    }
    return survey
  }

  /// Returns what the mesh of an input is made of: the picture that it shows first, if it can be.
  ///
  /// In `named`, contents have names in the place of the URLs that `input` was submitted with.
  func subject(of named: JSONObject, submittedAs input: JSONObject) async throws -> MeshSubject {
    guard let link = InputLink.all(in: named).first(where: \.showsPicture) else {
      return .creature(because: "the input names no picture")
    }
    // A digest that the client wrote is nobody's picture.
    guard let digest = link.digest,
      let origin = InputLink.all(in: input).first(where: { $0.isAtPlace(of: link) }),
      origin.digest == nil
    else {
      return .creature(
        because: "\(link.place): the picture is not downloaded; falsework serve --fetch-inputs "
          + "downloads pictures")
    }
    switch try await finding(of: digest, from: origin) {
    case .picture(let picture): return .picture(picture, digest: digest)
    case .unshown(let reason), .failed(_, let reason):
      return .creature(because: "\(link.place): \(reason)")
    }
  }

  /// Looks again, should the shelf have been too small for it or the server be another one.
  private func finding(of digest: String, from origin: InputLink) async throws -> PictureFinding {
    if let known = shelf[digest] { return known }
    if let kept = store.inputContents(digest) { return await look(at: kept) }
    if let bytes = DataURI.bytes(of: origin.url) { return await look(at: bytes, digest: digest) }
    // What lies at its URL now may be another file.
    if let path = OwnLink.path(of: origin.url),
      let contents = try store.contents(at: path, clock.now), contents.digest == digest
    {
      return await look(at: contents)
    }
    return .unshown(reason: "the picture's file is no longer there")
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
    return await look(at: contents)
  }

  private func look(at contents: StoredContents) async -> PictureFinding {
    if let known = shelf[contents.digest] { return known }
    guard contents.size <= Self.bytesMax else {
      return .unshown(
        reason: "a picture of \(contents.size) bytes is larger than is read, at most "
          + "\(Self.bytesMax)")
    }
    guard let bytes = FileManager.default.contents(atPath: contents.localPath) else {
      return .unshown(reason: "the picture's file cannot be read")
    }
    return await look(at: [UInt8](bytes), digest: contents.digest)
  }
}

extension InputLink {
  /// Whether both stand at the same place of an input.
  fileprivate func isAtPlace(of other: InputLink) -> Bool {
    name == other.name && index == other.index
  }

  /// The place as a pointer into the input.
  fileprivate var place: String {
    (["", name] + (index.map { ["\($0)"] } ?? [])).joined(separator: "/")
  }
}
