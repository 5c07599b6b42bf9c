// Falsework
// SPDX-License-Identifier: MIT

// Makes a mesh of an image with fal-ai/trellis:
//
//     swiftc -O -swift-version 6 Tests/clients/swift/*.swift -o trellis
//     FAL_KEY=id:secret ./trellis IMAGE_URL [mesh.glb]
//
// It is written to be read. It ends with one of these:
//
//     0  the mesh is there, whole and checked
//     1  there is no mesh, and standard error says why
//     2  it was called wrongly
//     3  a submission may have been accepted, and nobody knows; another may cost a second time
//
// `falsework check` gives it FALSEWORK_URL, where the mock stands in for fal, FALSEWORK_IMAGE_URL,
// FALSEWORK_OUT and FALSEWORK_TIMEOUT, of whose seconds it takes 60 % and no more.

import Foundation

@Sendable func say(_ words: String) {
  FileHandle.standardError.write(Data("\(words)\n".utf8))
}

/// Leaves the mesh at a path, and returns the exit status.
@Sendable func makeMesh(of image: URL, at path: String, by client: TrellisClient) async -> Int32 {
  do throws(TrellisError) {
    let mesh = try await client.mesh(of: image)
    do {
      try mesh.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .refused("the mesh cannot be written to \(path): \(error.localizedDescription)")
    }
    say("the mesh is at \(path), \(mesh.count) bytes")
    return 0
  } catch {
    say("failed: \(error.words)")
    if case .ambiguous = error { return 3 }
    return 1
  }
}

let environment = ProcessInfo.processInfo.environment
let arguments = CommandLine.arguments.dropFirst()
let image = arguments.first ?? environment["FALSEWORK_IMAGE_URL"]
let path = arguments.dropFirst().first ?? environment["FALSEWORK_OUT"] ?? "mesh.glb"
let address = environment["FALSEWORK_URL"].map { "\($0)/queue.fal.run" } ?? "https://queue.fal.run"
guard let image = image.flatMap(URL.init(string:)), let queue = URL(string: address),
  let key = environment["FAL_KEY"]
else {
  say("Give the URL of an image, and set FAL_KEY.")
  exit(2)
}
let deadline = 0.6 * (environment["FALSEWORK_TIMEOUT"].flatMap(Double.init) ?? 500)
let client = TrellisClient(
  queue: queue, key: key, patience: .seconds(min(30, (deadline / 4).rounded(.up))), report: say)
let work = Task { await makeMesh(of: image, at: path, by: client) }
// Who ends the program ends its job, too.
let signals = [SIGTERM, SIGINT].map { number in
  signal(number, SIG_IGN)
  let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
  source.setEventHandler { work.cancel() }
  source.resume()
  return source
}
exit(await work.value(within: .seconds(deadline)))
