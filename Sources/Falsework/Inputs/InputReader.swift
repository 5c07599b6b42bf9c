// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import Synchronization

/// Finds what the URLs of an input stand for.
///
/// A file of the mock's own CDN is known by its contents. What lies elsewhere is known by its URL
/// alone, unless the server was told to download it: then a picture must be one. What was found is
/// kept with the request, so that it stays what it was.
final class InputReader: Sendable {
  /// What the URLs of an input stand for.
  enum Finding: Sendable {
    /// The input with contents, where they are known, in the place of URLs.
    case input(JSONObject)
    /// Entries of `detail` about the files that are not there.
    case failures([JSONValue])
  }

  private let store: StateStore
  private let clock: MockClock
  private let fetcher: InputFetcher?
  private let pictures: PictureReader
  private let underWay = Mutex<[RequestID: Task<[InputFile], any Error>]>([:])

  init(
    store: StateStore, clock: MockClock, fetcher: InputFetcher?, pictures: PictureReader
  ) {
    self.store = store
    self.clock = clock
    self.fetcher = fetcher
    self.pictures = pictures
  }

  /// The most inputs that are read ahead of being asked for.
  static let anticipatedCountMax = 64

  /// Whether an input may be read before its result is asked for.
  var hasRoom: Bool { underWay.withLock { $0.count < Self.anticipatedCountMax } }

  /// Returns what an input stands for, and finds it out if nobody has yet.
  func read(_ input: JSONObject, of record: RequestRecord) async throws -> Finding {
    let links = try InputLink.all(in: input).filter(mustBeRead)
    guard !links.isEmpty else { return .input(input) }
    return Self.finding(try await files(of: record, links), links, input)
  }

  /// Returns what an input stands for, or nil while that would have to be downloaded.
  func recall(_ input: JSONObject, of record: RequestRecord) async throws -> Finding? {
    guard fetcher != nil else { return try await read(input, of: record) }
    let links = try InputLink.all(in: input).filter(mustBeRead)
    guard !links.isEmpty else { return .input(input) }
    guard let known = try store.inputFiles(of: record.id), known.count == links.count else {
      return nil
    }
    return Self.finding(known, links, input)
  }

  private static func finding(
    _ files: [InputFile], _ links: [InputLink], _ input: JSONObject
  ) -> Finding {
    var read = input
    var failures: [JSONValue] = []
    for (link, file) in zip(links, files) {
      switch file {
      case .found(let digest):
        read = link.replaced(by: InputLink.name(ofContents: digest), in: read)
      case .failed(let reason):
        let failure = InputFailure(rawValue: reason) ?? .download
        failures.append(
          failure.modelFailure.detail(at: link.location, input: .string(link.url)))
      }
    }
    return failures.isEmpty ? .input(read) : .failures(failures)
  }

  /// Whether a URL stands for contents, rather than for itself.
  private func mustBeRead(_ link: InputLink) throws -> Bool {
    if DataURI.isOne(link.url) { return false }
    if fetcher != nil { return true }
    guard let path = OwnLink.path(of: link.url) else { return false }
    return try CDNPath.isOurs(path) || store.hasFile(at: path)
  }

  private func files(of record: RequestRecord, _ links: [InputLink]) async throws -> [InputFile] {
    if let known = try store.inputFiles(of: record.id), known.count == links.count { return known }
    return try await task(record, links).value
  }

  private func task(
    _ record: RequestRecord, _ links: [InputLink]
  ) -> Task<[InputFile], any Error> {
    let id = record.id
    return underWay.withLock { tasks in
      if let task = tasks[id] { return task }
      let task = Task {
        defer { underWay.withLock { $0[id] = nil } }
        var files: [InputFile] = []
        var picture: InputContents?
        for link in links {
          let found = try await contents(at: link, of: record)
          files.append(found.file)
          // When the mesh is made, its URL may lead elsewhere, and the server be another one.
          if picture == nil, showsSubject(link, of: record) { picture = found.contents }
        }
        try await store.keep(files, picture, ofInputOf: id)
        return files
      }
      tasks[id] = task
      return task
    }
  }

  /// Whether the picture is there that the mesh of a request is made of.
  private func showsSubject(_ link: InputLink, of record: RequestRecord) -> Bool {
    record.output?.makesMesh == true && link.showsPicture
  }

  /// What became of a file of an input, and its contents.
  private enum Reading {
    case found(InputContents)
    case failed(InputFailure)

    var file: InputFile {
      switch self {
      case .found(let contents): .found(digest: contents.digest)
      case .failed(let failure): .failed(failure.rawValue)
      }
    }

    var contents: InputContents? {
      if case .found(let contents) = self { contents } else { nil }
    }
  }

  private func contents(at link: InputLink, of record: RequestRecord) async throws -> Reading {
    if let path = OwnLink.path(of: link.url), try store.hasFile(at: path) {
      guard let stored = try store.contents(at: path, clock.now) else { return .failed(.download) }
      return .found(InputContents(digest: stored.digest, .those(ofPath: stored.localPath)))
    }
    guard let fetcher else { return .failed(.download) }
    do {
      let content = try await fetcher.content(of: link.url)
      let digest = Digest.hexadecimal(of: content)
      if showsSubject(link, of: record),
        case .failed(let failure, _) = await pictures.look(at: content, digest: digest)
      {
        return .failed(failure)
      }
      return .found(InputContents(digest: digest, .bytes(content)))
    } catch {
      return .failed(error)
    }
  }
}
