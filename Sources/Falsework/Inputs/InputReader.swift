// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import Synchronization

/// Finds what the URLs of an input stand for.
///
/// A file of the mock's own CDN is known by its contents. What lies elsewhere is known by its URL
/// alone, unless the server was told to download it. What was found is kept with the request, so
/// that it stays what it was.
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
  private let underWay = Mutex<[RequestID: Task<[InputFile], any Error>]>([:])

  init(store: StateStore, clock: MockClock, fetcher: InputFetcher?) {
    self.store = store
    self.clock = clock
    self.fetcher = fetcher
  }

  /// The most inputs that are read ahead of being asked for.
  static let anticipatedCountMax = 64

  /// Whether an input may be read before its result is asked for.
  var hasRoom: Bool { underWay.withLock { $0.count < Self.anticipatedCountMax } }

  /// Returns what an input stands for, and finds it out if nobody has yet.
  func read(_ input: JSONObject, of record: RequestRecord) async throws -> Finding {
    let links = try InputLink.all(in: input).filter(mustBeRead)
    guard !links.isEmpty else { return .input(input) }
    let files = try await files(of: record.id, links)
    var read = input
    var failures: [JSONValue] = []
    for (link, file) in zip(links, files) {
      switch file {
      case .found(let digest):
        read = link.replaced(by: "sha256:\(digest)", in: read)
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
    if link.url.hasPrefix("data:") { return false }
    if fetcher != nil { return true }
    guard let path = Self.path(ofOwn: link.url) else { return false }
    return try store.hasFile(at: path)
  }

  private func files(of id: RequestID, _ links: [InputLink]) async throws -> [InputFile] {
    if let known = try store.inputFiles(of: id), known.count == links.count { return known }
    return try await task(id, links).value
  }

  private func task(_ id: RequestID, _ links: [InputLink]) -> Task<[InputFile], any Error> {
    underWay.withLock { tasks in
      if let task = tasks[id] { return task }
      let task = Task {
        defer { underWay.withLock { $0[id] = nil } }
        var files: [InputFile] = []
        for link in links { files.append(try await file(at: link.url)) }
        try await store.keep(files, ofInputOf: id)
        return files
      }
      tasks[id] = task
      return task
    }
  }

  private func file(at url: String) async throws -> InputFile {
    if let path = Self.path(ofOwn: url), try store.hasFile(at: path) {
      let digest = try store.digestOfFile(at: path, clock.now)
      return digest.map { .found(digest: $0) } ?? .failed(InputFailure.download.rawValue)
    }
    guard let fetcher else { return .failed(InputFailure.download.rawValue) }
    do {
      return .found(digest: try await fetcher.digest(of: url))
    } catch {
      return .failed(error.rawValue)
    }
  }

  /// The path on the CDN of a URL that looks like one of the mock's own, by whatever door.
  private static func path(ofOwn url: String) -> String? {
    guard let url = try? HTTPURL(url) else { return nil }
    if FalHost(url.authority.host)?.role == .cdn { return url.path }
    let segments = url.path.split(separator: "/", maxSplits: 1)
    guard segments.count == 2, FalHost(segments[0])?.role == .cdn else { return nil }
    return "/" + segments[1]
  }
}
