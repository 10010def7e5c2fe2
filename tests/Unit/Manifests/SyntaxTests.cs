using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("", "1:1 BVZ1005")]
    [InlineData("# only a comment\n", "1:1 BVZ1005")]
    [InlineData("---\n", "1:1 BVZ1005")]
    [InlineData("just text\n", "1:1 BVZ1005")]
    [InlineData("- a\n- b\n", "1:1 BVZ1005")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1 BVZ1005")]
    [InlineData("a: 1\nb:\n  c: 1\n\td: 2\n", "4:1 BVZ1004")]
    [InlineData("a: [1, 2\nb: 3\n", "1:6 BVZ1004")]
    [InlineData("a: {b: 1\n", "1:9 BVZ1004")]
    [InlineData("a: \"text\nb: 2\n", "1:4 BVZ1004")]
    [InlineData("a: b: c\n", "1:5 BVZ1004")]
    [InlineData("a: @b\n", "1:4 BVZ1004")]
    [InlineData("a: %b\n", "1:4 BVZ1004")]
    [InlineData("a: 1\n b: 2\n", "2:3 BVZ1004")]
    [InlineData("a: &x [1]\nb: *y\n", "2:4 BVZ1012")]
    [InlineData("a: &x [*x]\n", "1:8 BVZ1012")]
    [InlineData("a: &x {b: *x}\n", "1:11 BVZ1012")]
    [InlineData("a:\n  <<: 7\n", "2:7 BVZ1012")]
    [InlineData("? [a]\n: b\n", "1:3 BVZ1013")]
    [InlineData("a: {system.release}\n? {x: y}\n: b\n", "2:3 BVZ1013")]
    [InlineData("a: !!binary aGFsbG8=\n", "1:4 BVZ1014")]
    [InlineData("a: !mine x\n", "1:4 BVZ1014")]
    [InlineData("a: 1\nb: 2\na: 3\n", "3:1 BVZ1006")]
    [InlineData("a: x\u0001y\n", "1:5 BVZ1003")]
    [InlineData("a: x\0\n", "1:5 BVZ1003")]
    public void A_broken_YAML_file_is_reported_at_its_place(string text, string expected) => AssertFirst("m.yml", text, expected);

    [Theory]
    [InlineData("", "1:1 BVZ1005")]
    [InlineData("[1]", "1:1 BVZ1005")]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", "3:3 BVZ1004")]
    [InlineData("{\"a\": 1", "1:8 BVZ1004")]
    [InlineData("{\"a\": 1} {", "1:10 BVZ1004")]
    [InlineData("{\"ä\": 1, b}", "1:10 BVZ1004")]
    [InlineData("{\"a\": 1, \"b\": 2, \"a\": 3}", "1:18 BVZ1006")]
    [InlineData("{\"a\": \"\\ud800\"}", "1:7 BVZ1003")]
    [InlineData("{\"a\": /* open", "1:7 BVZ1004")]
    public void A_broken_JSON_file_is_reported_at_its_place(string text, string expected) => AssertFirst("m.json", text, expected);

    [Fact]
    public void JSON_may_hold_comments_and_trailing_commas()
    {
        var manifest = ManifestFile.Read(
            """
            // a manifest
            {
              "name": "x", /* the name */
              "provider": {"name": "box"},
              "system": {"release": "trixie", "architecture": "amd64", "bootloader": "grub", "charmap": "UTF-8", "locale": "C", "timezone": "UTC",},
              "volume": {"backing": "raw", "partitions": {"type": "gpt", "root": {"filesystem": "ext4", "size": "1GiB"}}},
            }
            """,
            "m.json");

        Assert.Equal("x", manifest.Options.Name);
    }

    [Fact]
    public void Anchors_aliases_and_merge_keys_work_and_own_keys_win()
    {
        var manifest = ManifestFile.Read(ManifestFile.Valid.Replace("root:", "root: &root", StringComparison.Ordinal) + """
                var:
                  size: 1GiB
                  <<: *root
                home: *root
            """);

        var named = manifest.Volume.Partitions.Named;
        Assert.Equal(["root", "var", "home"], named.Keys);
        Assert.Equal(("ext4", "1GiB"), (named["var"].Filesystem, named["var"].Size.ToString()));
        Assert.Equal("2GiB", named["home"].Size.ToString());
    }

    [Fact]
    public void A_file_that_multiplies_itself_is_refused_quickly()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        AssertFirst("m.yml", text, "5:45 BVZ1012");
    }

    [Fact]
    public void A_file_nested_without_end_is_refused()
    {
        AssertFirst("m.yml", "a: " + new string('[', 100_000), "1:68 BVZ1004");
        AssertFirst("m.json", "{\"a\": " + new string('[', 100_000), "1:70 BVZ1004");
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_located()
    {
        using var file = new ManifestFile("");
        File.WriteAllBytes(file.Path, [.. "name: ä\nb: "u8, 0xff, .. "x"u8]);

        var finding = Assert.Single(file.Check().Diagnostics);

        Assert.Equal((2, 4, ErrorCodes.BadEncoding), (finding.Location.Line, finding.Location.Column, finding.Code));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.Equal("trixie", ManifestFile.Read("\ufeff" + ManifestFile.Valid).Release.Codename);

    [Theory]
    [InlineData("missing.yml", ErrorCodes.UnreadableFile)]
    [InlineData("missing.toml", ErrorCodes.UnknownFormat)]
    [InlineData("folder.yml", ErrorCodes.UnreadableFile)]
    [InlineData("missing.YML", ErrorCodes.UnknownFormat)]
    public void A_file_that_cannot_be_read_is_reported_at_its_first_place(string name, string code)
    {
        var folder = Directory.CreateTempSubdirectory("manifest");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "folder.yml"));

        var finding = Assert.Single(ManifestReader.Check(Path.Combine(folder.FullName, name), ManifestFile.Units).Diagnostics);

        Assert.Equal((1, 1, code), (finding.Location.Line, finding.Location.Column, finding.Code));
        folder.Delete(recursive: true);
    }

    private static void AssertFirst(string name, string text, string expected)
    {
        using var file = new ManifestFile(text, name);
        var report = file.Check();
        Assert.Null(report.Manifest);
        var finding = report.Diagnostics.First(d => d.Code is not ("BVZ1008" or "BVZ1019"));
        if ($"{finding.Location.Line}:{finding.Location.Column} {finding.Code}" != expected)
            Assert.Fail($"expected {expected}, got {finding}");
        Assert.False(string.IsNullOrEmpty(finding.Hint));
    }
}
