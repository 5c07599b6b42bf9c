// Falsework
// SPDX-License-Identifier: MIT

import FalseworkCommand
import FalseworkJSON
import FalseworkMesh
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework mesh and inspect", .timeLimit(.minutes(5)))
struct MeshCommandTests {
  private static let small = ["--mesh-simplify", "0.98", "--texture-size", "512"]

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test("mesh writes a mesh and a picture of it, and inspect finds it sound")
  func preview() async throws {
    try await withTemporaryFolder { folder in
      let (mesh, picture) = (folder + "/a.glb", folder + "/a.png")
      let run = await Recorded(
        ["mesh", "--seed", "7", "-o", mesh, "--preview", picture] + Self.small)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("512×512 pixels"))
      let png = try bytes(picture)
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))

      let report = await Recorded(["inspect", mesh])
      #expect(report.status == 0)
      #expect(report.output.hasPrefix("\(mesh): sound"))
      for mention in ["triangles", "image/png, 512×512", "closed", "BUFFER_VIEW_TARGET_MISSING"] {
        #expect(report.output.contains(mention))
      }
    }
  }

  @Test("a mesh broken on purpose is found with the codes that the list promises")
  func broken() async throws {
    let list = await Recorded(["mesh", "--list-broken"])
    #expect(list.status == 0)
    #expect(list.output.contains("hole: "))
    #expect(list.output.contains("inspect: FALSEWORK_MESH_EDGE_OPEN"))
    try await withTemporaryFolder { folder in
      for (name, status) in [("hole", Int32(0)), ("index-out-of-range", 1), ("truncated", 1)] {
        let mesh = "\(folder)/\(name).glb"
        let run = await Recorded(["mesh", "--broken", name, "-o", mesh] + Self.small)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("; broken: "))
        let report = await Recorded(["inspect", mesh, "--json"])
        #expect(report.status == status)
        let json = try JSONValue.parse(Array(report.output.utf8))
        #expect(json["isSound"]?.boolValue == (status == 0))
        let codes = json["issues"]?.arrayValue?
          .filter { $0["severity"]?.stringValue != "hint" }
          .compactMap { $0["code"]?.stringValue }
        #expect(Set(codes ?? []) == Set(BrokenMesh.named(name)?.codes.map(\.rawValue) ?? []))
      }
    }
  }

  @Test("a gallery draws several seeds on one sheet, writes no mesh and says how far it is")
  func gallery() async throws {
    try await withTemporaryFolder { folder in
      let sheet = folder + "/all.png"
      let arguments = [
        "mesh", "--gallery", "3", "--shape", "creature", "--mesh-style", "pretty",
        "--mesh-simplify", "0.98", "--preview", sheet,
      ]
      let run = await Recorded(arguments)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("640×640 pixels"))
      #expect(run.errors.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["all.png"])
      let drawn = try bytes(sheet)

      let watched = await Recorded(arguments, errorStyle: .terminal)
      #expect(watched.output == run.output)
      #expect(watched.errors.contains("2 of 3 meshes"))
      #expect(watched.errors.hasSuffix("\r\u{1B}[K"))
      #expect(try bytes(sheet) == drawn)
    }
  }

  @Test("--strict lets warnings fail, and says so", arguments: StrictRow.all)
  func strict(row: StrictRow) async throws {
    try await withTemporaryFolder { folder in
      let mesh = folder + "/a.glb"
      let broken = row.broken.map { ["--broken", $0] } ?? []
      _ = await Recorded(["mesh", "-o", mesh] + broken + Self.small)
      let lenient = await Recorded(["inspect", mesh])
      #expect(lenient.status == row.lenient)
      let strict = await Recorded(["inspect", mesh, "--strict"])
      #expect(strict.status == row.strict)
      #expect(strict.output.hasPrefix("\(mesh): \(row.verdict), "), "\(strict.output)")
      #expect(await Recorded(["inspect", mesh, "--strict", "--json"]).status == row.strict)
    }
  }

  @Test("a mesh goes from mesh to inspect, and a picture out, without a file")
  func pipes() async throws {
    try await withTemporaryFolder { folder in
      let mesh = "cd '\(folder)' && '\(FalseworkProcess.path)' mesh"
      let inspected = try await ExternalProgram.run([
        "/bin/sh", "-c", "\(mesh) \(small) -o - | '\(FalseworkProcess.path)' inspect -",
      ])
      #expect(inspected.status == 0)
      #expect(inspected.output.hasPrefix("<stdin>: sound"), "\(inspected.output)")
      #expect(inspected.errors.contains("<stdout>: "))
      #expect(inspected.errors.contains("<stdout> shows an animal"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)

      let drawn = try await ExternalProgram.run([
        "/bin/sh", "-c", "\(mesh) \(small) --preview -",
      ])
      #expect(drawn.content.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(drawn.content.suffix(8).starts(with: Array("IEND".utf8)))
      #expect(drawn.errors.contains("model.glb: "))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model.glb"])

      let full = try await ExternalProgram.run([
        "/bin/sh", "-c", "\(mesh) \(small) -o - > /dev/full",
      ])
      #expect(full.status == 1)
      #expect(full.errors.contains("No space left on device; name a file instead"))
    }
  }

  private var small: String { Self.small.joined(separator: " ") }

  @Test("bytes are kept from a terminal", arguments: [["-o", "-"], ["--preview", "-"]])
  func terminal(arguments: [String]) async throws {
    try await withTemporaryFolder { folder in
      let run = await Recorded(
        ["mesh", "-o", folder + "/a.glb"] + arguments, style: .terminal)
      #expect(run.status == 2)
      #expect(run.errors.contains("would fill the terminal with bytes; name a file"))
      #expect(run.output.isEmpty)
      let written = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(written.isEmpty)
    }
  }

  @Test("neither the picture of the subject nor the mesh is written over")
  func overwriting() async throws {
    try await withTemporaryFolder { folder in
      let (picture, linked, mesh) = (folder + "/p.png", folder + "/l.png", folder + "/a.glb")
      let content = TransparentPicture.png
      try Data(content).write(to: URL(filePath: picture))
      try FileManager.default.createSymbolicLink(atPath: linked, withDestinationPath: "p.png")
      let rows = [
        (["-o", mesh, "--preview", folder + "/./a.glb"], "--preview would overwrite the mesh"),
        (["--image", picture, "-o", linked], "--output would overwrite the picture of --image"),
        (["--image", linked, "-o", mesh, "--preview", picture], "--preview would overwrite"),
      ]
      for (arguments, mention) in rows {
        let run = await Recorded(["mesh"] + arguments + Self.small)
        #expect(run.status == 2)
        #expect(run.errors.contains(mention), "\(run.errors)")
      }
      #expect(try bytes(picture) == content)
      #expect(!FileManager.default.fileExists(atPath: mesh))
      let devices = await Recorded(
        ["mesh", "-o", "/dev/null", "--preview", "/dev/null"] + Self.small)
      #expect(devices.status == 0, "\(devices.errors)")
    }
  }

  @Test("mesh says what the mesh shows, and why that is not the picture")
  func subjects() async throws {
    try await withTemporaryFolder { folder in
      let images = URL(filePath: #filePath)
        .appending(path: "../../../Fixtures/images").standardized.path
      let transparent = folder + "/t.png"
      try Data(TransparentPicture.png).write(to: URL(filePath: transparent))
      let rows = [
        (
          ["--image", images + "/fox.png"], "the subject of \(images)/fox.png, told by its opacity"
        ),
        (["--image", images + "/scene.png"], "the whole frame of \(images)/scene.png, from which"),
        (["--image", transparent], "since every pixel of \(transparent) is transparent"),
        (["--seed", "3"], "an animal that stands upright\n"),
        (["--shape", "star"], "a boulder\n"),
      ]
      for (arguments, mention) in rows {
        let mesh = folder + "/a.glb"
        let run = await Recorded(["mesh", "-o", mesh] + arguments + Self.small)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("\n\(mesh) shows "))
        #expect(run.output.contains(mention), "\(run.output)")
      }
    }
  }

  @Test(
    "gltfpack and trimesh accept what is good, and see nothing broken that inspect does not",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython))
  func judges() async throws {
    let outcome = try await ExternalProgram.run([
      try #require(ClientTests.python), "\(ClientTests.clients)/check_meshes.py",
      FalseworkProcess.path,
    ])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("agree on 6 good and \(BrokenMesh.all.count) broken meshes"))
  }

  @Test(
    "wrong usage is named in one line",
    arguments: [
      (["mesh", "--broken", "everything"], "--list-broken shows the names"),
      (["mesh", "--gallery", "0", "--preview", "a.png"], "--gallery must be between 1 and 64"),
      (["mesh", "--gallery", "3"], "--gallery needs --preview"),
      (["mesh", "--gallery", "3", "--image", "a.png"], "does not go with --image: "),
      (["mesh", "--gallery", "3", "-o", "a.glb"], "does not go with --output: it writes no mesh"),
      (["mesh", "--gallery", "3", "--broken", "hole"], "does not go with --broken: "),
      (["mesh", "--gallery", "3", "--texture-size", "512"], "does not go with --texture-size: "),
      (["mesh", "--image", "a.png", "--shape", "star"], "--shape is for meshes without a picture"),
      (["mesh", "--list-broken", "--seed", "0"], "leave out --seed"),
      (["mesh", "--list-broken", "--broken", "hole"], "leave out --broken"),
      (["mesh", "-o", "-", "--preview", "-"], "cannot both be standard output"),
      (["mesh", "--image", "/dev"], "cannot read /dev: Is a directory"),
      (["inspect", "/nowhere/model.glb"], "cannot read /nowhere/model.glb"),
      (["inspect", "https://a.test/b.glb"], "files are read, not URLs; download it first"),
      (["inspect"], "falsework inspect --help"),
    ])
  func usage(arguments: [String], mention: String) async {
    let run = await Recorded(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(mention), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test("what cannot be drawn or written is named, with the option to change")
  func failures() async throws {
    try await withTemporaryFolder { folder in
      let empty = await Recorded(
        ["mesh", "--broken", "no-mesh", "--preview", folder + "/a.png", "-o", folder + "/a.glb"]
          + Self.small)
      #expect(empty.status == 1)
      #expect(empty.errors.contains("no triangle"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/a.glb"))
      let hollow = await Recorded(["mesh", "--image", "/dev/null"])
      #expect(hollow.status == 1)
      #expect(hollow.errors.contains("/dev/null is empty; name a picture in PNG, JPEG or WebP"))
      let page = folder + "/fox.png"
      try Data("<!DOCTYPE html>".utf8).write(to: URL(filePath: page))
      let wrong = await Recorded(["mesh", "--image", page])
      #expect(wrong.status == 1)
      #expect(wrong.errors.hasSuffix("WebP are read; it is probably an HTML page\n"))
      let unwritable = await Recorded(
        ["mesh", "--preview", folder + "/no/a.png", "-o", folder + "/a.glb"] + Self.small)
      #expect(unwritable.status == 1)
      #expect(unwritable.errors.contains("choose another file with --preview"))
    }
  }
}

/// A mesh and how `inspect` ends.
struct StrictRow: Sendable, CustomTestStringConvertible {
  let broken: String?
  let lenient: Int32
  let strict: Int32
  let verdict: String

  var testDescription: String { broken ?? "a good mesh" }

  static let all = [
    StrictRow(broken: nil, lenient: 0, strict: 0, verdict: "sound"),
    StrictRow(broken: "hole", lenient: 0, strict: 1, verdict: "not sound by --strict"),
    StrictRow(broken: "mixed-winding", lenient: 0, strict: 1, verdict: "not sound by --strict"),
    StrictRow(broken: "index-out-of-range", lenient: 1, strict: 1, verdict: "not sound"),
  ]
}

/// A PNG of one pixel that is wholly transparent.
enum TransparentPicture {
  static let png = [UInt8](
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
        + "AAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII=")
      ?? Data())
}
