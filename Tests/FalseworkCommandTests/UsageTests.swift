// Falsework
// SPDX-License-Identifier: MIT

import FalseworkCommand
import FalseworkImage
import FalseworkJSON
import FalseworkMesh
import FalseworkTestSupport
import Foundation
import Synchronization
import Testing

@Suite("The command line") struct UsageTests {
  @Test(
    "wrong usage is explained and ends with 2",
    arguments: [
      ["nonsense"], ["serve", "--port", "many"], ["serve", "--port", "70000"], ["serve", "--nope"],
      ["serve", "--preset", "slow"], ["serve", "--speed", "0"], ["serve", "--speed", "nan"],
      ["serve", "--time", "fast"], ["serve", "--time", "manual", "--speed", "2"],
      ["run", "--time", "auto", "--speed", "1", "--", "true"], ["serve", "--seed", "-1"],
      ["serve", "--log-level", "loud"], ["run"], ["run", "--"],
      ["serve", "--as", "imagined"], ["env", "--shell", "powershell"], ["mesh", "--seed", "x"],
      ["mesh", "--seed", "1.5"],
      ["mesh", "--texture-size", "256"], ["mesh", "--mesh-simplify", "0.5"], ["ca", "nonsense"],
      ["run", "--key", "nocolon", "--", "true"], ["serve", "--runners", "0"],
      ["serve", "--cold-start", "1"], ["serve", "--keep-results", "-1"],
      ["serve", "--failed-attempts", "-1"],
      ["ca", "export", "--json"], ["ca", "export", "--output"], ["ca", "rotate", "now"],
    ])
  func usage(arguments: [String]) async {
    let run = await Recorded(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.hasPrefix("falsework: "))
    #expect(run.errors.hasSuffix("--help\n"))
  }

  @Test(
    "help and version go to the output and end with 0",
    arguments: [
      (["--help"], "SUBCOMMANDS"), (["help", "serve"], "--ready-file"), (["--version"], "0.1.0"),
      (["run", "--help"], "--preset"), ([], "SUBCOMMANDS"), (["ca", "--help"], "export"),
      (["help", "ca", "export"], "--bundle"),
    ])
  func help(arguments: [String], mention: String) async {
    let run = await Recorded(arguments)
    #expect(run.status == 0)
    #expect(run.output.contains(mention))
    #expect(run.errors.isEmpty)
  }

  @Test("mesh makes the server's bytes for a seed of any size")
  func mesh() async throws {
    try await withTemporaryFolder { folder in
      for seed in ["42", "-3", "1000000000000000000000000000000"] {
        let file = folder + "/a.glb"
        let run = await Recorded([
          "mesh", "--seed", seed, "--mesh-simplify", "0.98", "--texture-size", "512", "-o", file,
        ])
        #expect(run.status == 0, "\(run.errors)")
        let parameters = try MeshParameters(
          seed: MeshSeed(integer: seed), meshSimplify: 0.98, textureSize: 512)
        let written = try Data(contentsOf: URL(fileURLWithPath: file))
        let mesh = MeshSource.creature.generate(parameters)
        // Not in the expectation itself, which would look for the differences for ever.
        let isTheServers = [UInt8](written) == mesh.glb
        #expect(isTheServers)
        #expect(run.output.contains("\(mesh.faceCount) triangles"))
      }
      let run = await Recorded(["mesh", "--texture-size", "512", "-o", "/proc/no/model.glb"])
      #expect(run.status == 1)
      #expect(run.errors.contains("/proc/no/model.glb"))
    }
  }

  @Test(
    "env prints settings that each kind of shell reads back",
    arguments: [
      ("sh", "export FAL_KEY='"), ("fish", "set -gx FAL_KEY '"), ("dotenv", "FAL_KEY=\""),
      ("github", "FAL_KEY=falsework:"), ("json", "\"FAL_KEY\":\""),
    ])
  func env(shell: String, mention: String) async throws {
    try await withTemporaryFolder { folder in
      let state = folder + "/it's \"a\" $HOME"
      let run = await Recorded(["env", "--shell", shell, "--state", state, "--port", "4321"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("no server runs"))
      #expect(run.output.contains(mention))
      if shell == "json" {
        let json = try JSONValue.parse(Array(run.output.utf8))
        #expect(json["FALSEWORK_URL"] == "http://127.0.0.1:4321")
        #expect(json["FALSEWORK_CA_FILE"]?.stringValue == state + "/tls/ca.pem")
      }
      if ["sh", "dotenv"].contains(shell) {
        #expect(try await readBack(run.output, shell) == state + "/tls/ca.pem")
      }
    }
  }

  /// Lets a real shell read settings and say what the CA file is.
  private func readBack(_ settings: String, _ shell: String) async throws -> String {
    let script = settings + "\nprintf %s \"$FALSEWORK_CA_FILE\""
    return try await ExternalProgram.run(["/bin/sh", "-c", script]).output
  }

  @Test("env prints the settings of the server that runs on the state folder")
  func envOfRunning() async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: folder)
      let run = await Recorded(["env", "--shell", "json", "--state", folder])
      #expect(try JSONValue.parse(Array(run.output.utf8))["FALSEWORK_URL"] == .string(server.url))
      #expect(run.errors.isEmpty)
      _ = await server.stop()
    }
  }

  @Test("serve says which mesh it cannot read, and which styles there are")
  func meshes() async throws {
    try await withTemporaryFolder { folder in
      let serve = ["serve", "--port", "0", "--state", folder + "/state"]
      let missing = await Recorded(serve + ["--mesh", "/no/such.glb"])
      #expect(missing.status != 0)
      #expect(missing.errors.contains("cannot read the mesh /no/such.glb: "), "\(missing.errors)")
      let unknown = await Recorded(serve + ["--mesh-style", "fancy"])
      #expect(unknown.status == 2 || unknown.status == 64)
      #expect(unknown.errors.contains("faithful"), "\(unknown.errors)")
    }
  }

  @Test("demo saves a mesh, shows what happened and says what to try next")
  func demo() async throws {
    try await withTemporaryFolder { folder in
      let fox = URL(filePath: #filePath)
        .appending(path: "../../../Fixtures/images/fox.png").standardized.path
      let run = await Recorded([
        "demo", "--out", folder + "/x", "--preset", "instant", "--image", fox,
      ])
      #expect(run.status == 0, "\(run.errors)")
      for mention in ["POST /fal-ai/trellis", "COMPLETED", "model_mesh", "Try next"] {
        #expect(run.output.contains(mention))
      }
      let mesh = try Data(contentsOf: URL(fileURLWithPath: folder + "/x/model.glb"))
      let shown = try PictureDecoder().decode([UInt8](try Data(contentsOf: URL(filePath: fox))))
      let expected = MeshSource.picture(shown).generate(
        try MeshParameters(seed: MeshSeed(integer: "0")))
      #expect(try GLBReader().summary(of: [UInt8](mesh)).faceCount == expected.faceCount)
      #expect(run.output.contains("\(mesh.count) bytes"))
      let account = "model.glb shows the subject of \(fox), told by its opacity"
      #expect(run.output.contains(account), "\(run.output)")
      let picture = try Data(contentsOf: URL(fileURLWithPath: folder + "/x/model.png"))
      #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test("a demo of a picture that cannot be shown says why there is an animal")
  func unshownDemo() async throws {
    try await withTemporaryFolder { folder in
      let picture = folder + "/nothing.png"
      // Four wholly transparent pixels.
      let png = try #require(
        Data(
          base64Encoded: """
            iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAC0lEQVR4nGNgQAcAABIAAXfx\
            +gAAAAAASUVORK5CYII=
            """))
      try png.write(to: URL(filePath: picture))
      let run = await Recorded([
        "demo", "--out", folder + "/x", "--preset", "instant", "--image", picture,
      ])
      #expect(run.status == 0, "\(run.errors)")
      let account = "shows an animal: /image_url: every pixel of the picture is transparent"
      #expect(run.output.contains(account), "\(run.output)")
    }
  }

  @Test("a demo of a picture that is refused says why, and saves nothing")
  func refusedDemo() async throws {
    try await withTemporaryFolder { folder in
      let picture = folder + "/still.gif"
      try Data("GIF89a".utf8 + [1, 0, 1, 0, 0, 0, 0, 0x3B]).write(to: URL(filePath: picture))
      let run = await Recorded([
        "demo", "--out", folder + "/x", "--preset", "instant", "--image", picture,
      ])
      #expect(run.status == 1)
      #expect(
        run.errors.contains(" was answered 422: Unsupported image format."), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/x"))
    }
  }

  @Test("a demo that cannot read or keep anything says so before it begins")
  func vainDemo() async throws {
    try await withTemporaryFolder { folder in
      try Data("x".utf8).write(to: URL(filePath: folder + "/file"))
      let rows = [
        (["--image", "/dev/null"], 1, "/dev/null is empty; name a picture"),
        (["--image", "/nowhere.png"], 2, "cannot read /nowhere.png: No such file or directory"),
        (["--out", folder + "/file"], 1, "\(folder)/file: Not a directory; choose another folder"),
        (["--out", folder + "/file/a/b"], 1, "/file/a/b: Not a directory; choose another folder"),
      ]
      for (arguments, status, mention) in rows {
        let run = await Recorded(
          ["demo", "--out", folder + "/x", "--preset", "instant"] + arguments)
        #expect(run.status == status)
        #expect(run.errors.contains(mention), "\(run.errors)")
        #expect(run.output.isEmpty)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test("a demo makes the folder that it saves into, and those above it")
  func deepDemo() async throws {
    try await withTemporaryFolder { folder in
      let deep = folder + "/a/b"
      let run = await Recorded(["demo", "--out", deep, "--preset", "instant"])
      #expect(run.status == 0, "\(run.errors)")
      let saved = try FileManager.default.contentsOfDirectory(atPath: deep).sorted()
      #expect(saved == ["model.glb", "model.png"])
    }
  }
}

/// One run of the command line inside the tests, with what it wrote.
struct Recorded {
  let status: Int32
  var output: String
  let errors: String

  init(
    _ arguments: [String], style: Console.Style = .plain, errorStyle: Console.Style = .plain
  ) async {
    let (output, errors) = (Sink(), Sink())
    status = await FalseworkCommand.run(
      arguments: arguments, environment: .ofProcess,
      console: Console(
        style: style, errorStyle: errorStyle, output: { output.add($0) },
        errors: { errors.add($0) })
    ).code
    self.output = output.text
    self.errors = errors.text
  }
}

private final class Sink: Sendable {
  private let collected = Mutex("")

  var text: String { collected.withLock { $0 } }

  func add(_ text: String) { collected.withLock { $0 += text } }
}
