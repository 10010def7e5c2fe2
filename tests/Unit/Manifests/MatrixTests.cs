using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Matrix;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class MatrixTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("matrix");

    [Fact]
    public void Every_manifest_meets_every_value_and_the_last_axis_varies_fastest() => Assert.Equal(
        ["a,bookworm,raw", "a,bookworm,qcow2", "a,trixie,raw", "a,trixie,qcow2", "b,bookworm,raw", "b,bookworm,qcow2", "b,trixie,raw", "b,trixie,qcow2"],
        BuildMatrix.Expand(["a.yml", "b.yml"], ["system.release=bookworm,trixie", "volume.backing=raw,qcow2"]).Select(cell => cell.Name));

    [Fact]
    public void Without_axes_cells_are_called_as_their_manifests()
    {
        Assert.Equal(["a", "b"], BuildMatrix.Expand(["x/a.yml", "b.json"], []).Select(cell => cell.Name));
        Assert.Equal(["x/a.yml", "y/a.yml"], BuildMatrix.Expand(["x/a.yml", "y/a.yml"], []).Select(cell => cell.Name));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("on", "on")]
    [InlineData("null", "null")]
    [InlineData("{a: [x, 2], 'b c': no}", "{\"a\": [\"x\", 2], \"b c\": no}")]
    [InlineData("\"a,\\\"b\\\"\\u00fc\"", "\"a,\\\"b\\\"ü\"")]
    public void Values_keep_their_type(string word, string value) =>
        Assert.Equal(value, Assert.Single(Assert.Single(BuildMatrix.Expand(["m.yml"], ["a.b=" + word])).Overrides).Value);

    [Theory]
    [InlineData("system.release", "--matrix:1:1: error BVZ1032: 'system.release' is no axis")]
    [InlineData("=a", "--matrix:1:1: error BVZ1032: '=a' is no axis")]
    [InlineData("a=", "--matrix:1:2: error BVZ1011: the axis 'a' has no value")]
    [InlineData("a=b,{", "--matrix:1:6: error BVZ1004:")]
    [InlineData("a=x,yy,x", "--matrix:1:8: error BVZ1011: 'x' stands in the axis 'a' a second time")]
    [InlineData("a=x a=y", "--matrix:2:1: error BVZ1032: 'a' is an axis already")]
    public void A_wrong_axis_is_reported_at_its_option_and_character(string words, string error)
    {
        var thrown = Assert.Throws<ManifestException>(() => BuildMatrix.Expand(["m.yml"], words.Split(' ')));
        Assert.StartsWith(error, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_manifests_axes_and_what_is_excluded_and_included()
    {
        var path = Write("""
            matrix:
              manifests: [m.yml]
              axes:
                system.release: [bookworm, trixie]
                volume.backing: [raw, qcow2]
              exclude:
                - {system.release: bookworm, volume.backing: raw}
              include:
                - {volume.backing: qcow2, system.hostname: q}
                - {system.release: sid, volume.backing: raw}
            """);
        var cells = BuildMatrix.Expand([path], []);

        Assert.Equal(["bookworm,qcow2,q", "trixie,raw", "trixie,qcow2,q", "sid,raw"], cells.Select(cell => cell.Name));
        Assert.All(cells, cell => Assert.Equal(Path.Combine(_folder.FullName, "m.yml"), cell.Manifest));
        Assert.Equal(new SourceLocation(path, 4, 22), cells[0].Overrides[0].Place);
    }

    [Fact]
    public void Axes_of_the_command_line_are_added_to_those_of_a_file()
    {
        var path = Write("matrix: {manifests: [m.yml], axes: {system.release: [bookworm, trixie]}}");
        Assert.Equal(["bookworm,1", "bookworm,2", "trixie,1", "trixie,2"], BuildMatrix.Expand([path], ["owner=1,2"]).Select(cell => cell.Name));
        Assert.Throws<ManifestException>(() => BuildMatrix.Expand([path], ["system.release=sid"]));
    }

    [Theory]
    [InlineData("{manifest: [m.yml]}", "1:10 'matrix' has no setting 'manifest'|did you mean 'manifests'?", "1:1 'matrix' lacks the setting 'manifests'|add 'manifests: […]', paths relative to this file")]
    [InlineData("{manifests: m.yml}", "1:21 'matrix.manifests' is the text 'm.yml', but should be a list|")]
    [InlineData("{manifests: [m.yml], axes: {a: b}}", "1:40 the axis 'a' is the text 'b', but should be a list of values|put the values in brackets: [raw, qcow2]")]
    [InlineData("{manifests: [m.yml], axes: {abcd: [x]}, exclude: [{abdc: x}]}", "1:60 there is no axis 'abdc'|did you mean 'abcd'?")]
    [InlineData("{manifests: [m.yml], axes: {a: [trixie]}, exclude: [{a: trixi}]}", "1:65 the axis 'a' has no value 'trixi'|did you mean 'trixie'?")]
    [InlineData("{manifests: [m.yml], axes: {a: [x]}, exclude: [{a: x}]}", "1:1 the matrix has no cell|everything is excluded, or 'manifests' is empty")]
    public void Errors_of_a_file_have_places_and_hints(string matrix, params string[] errors)
    {
        var path = Write("matrix: " + matrix);
        var thrown = Assert.Throws<ManifestException>(() => BuildMatrix.Expand([path], []));
        Assert.Equal(errors.Order(), thrown.Diagnostics.Select(e => $"{e.Location.Line}:{e.Location.Column} {e.Message}|{e.Hint}").Order());
    }

    [Theory]
    [InlineData("system.release", "bookworm", null)]
    [InlineData("system.relase", "\"bookworm\"", "--matrix:1:5 BVZ1007 'system' has no setting 'relase' did you mean 'release'?")]
    [InlineData("sytem.release", "\"bookworm\"", "--matrix:1:5 BVZ1007 there is no setting 'sytem.release' did you mean 'system'?")]
    [InlineData("system.release", "\"bookwrm\"", "--matrix:1:5 BVZ1017 there is no Debian release 'bookwrm' did you mean 'bookworm'?")]
    [InlineData("system.hostname", "off", "--matrix:1:5 BVZ1009 'system.hostname' is the truth value 'off', but should be a text put it in quotes: \"off\"")]
    [InlineData("plugins.user.username", "\"joe\"", null)]
    [InlineData("plugins.user.port", "22", "--matrix:1:5 BVZ1008 plugin 'user' lacks the setting 'username' add 'username: …', a text")]
    [InlineData("packages.apt.conf.d.main", "\"x\"", null)]
    [InlineData("packages.install.0", "\"less\"", "--matrix:1:5 BVZ1009 'packages.install' is a mapping, but should be a list begin each item with '- ', or remove the key")]
    public void Overrides_are_read_as_if_they_stood_in_the_manifest(string setting, string value, string? error)
    {
        var report = Check(ManifestFile.Valid, new ManifestOverride(setting, value, new("--matrix", 1, 5)));
        var found = report.Diagnostics.Select(e => $"{e.Location} {e.Code} {e.Message} {e.Hint}").FirstOrDefault();
        Assert.Equal(error, found);
    }

    [Fact]
    public void Overrides_are_the_manifests_variables_too()
    {
        var manifest = Check(ManifestFile.Valid, new("system.release", "bookworm", default), new("provider.label", "\"{system.release}\"", default)).Manifest!;
        Assert.Equal("bookworm", manifest.Release.Codename);
        Assert.Equal("bookworm", manifest.Scalars["system.release"]);
        Assert.Equal("box", manifest.ProviderName);
        Assert.EndsWith("m.yml\nsystem.release=bookworm\nprovider.label=\"{system.release}\"", manifest.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_the_manifest_can_be_overridden_and_list_items()
    {
        const string text = ManifestFile.Valid + "flavour: plain\npackages: {install: [a, b]}\n";
        var manifest = Check(text, new("flavour", "\"rich\"", default), new("packages.install.1", "\"c\"", default)).Manifest!;
        Assert.Equal("rich", manifest.Scalars["flavour"]);
        Assert.Equal(["a", "c"], manifest.Packages.Install.Select(package => package.ToString()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ManifestReport Check(string text, params ManifestOverride[] overrides)
    {
        using var file = new ManifestFile(text);
        return ManifestReader.Check(file.Path, ManifestFile.Units, new() { Overrides = overrides });
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "matrix.yml");
        File.WriteAllText(path, text);
        return path;
    }
}
