using System.Text;
using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class Pip3InstallTests(PluginImages images)
{
    // With characters that addresses have to encode.
    private const string Name = "j0e-of-the-index";
    private const string Password = "s3cret/of@the-index";
    private const string Token = "t0ken-of-the-index";

    [Fact]
    public async Task The_example_installs_its_package_into_a_virtual_environment()
    {
        var folder = images.Folder("pip");
        await new PythonIndex(folder).AddAsync("tabulate", "0.9.0");
        await using var server = await WebFolder.StartAsync(folder);

        // What this host tells its own pip is nothing to the image.
        images.Environment = new Dictionary<string, string?> { ["PIP_NO_INDEX"] = "1", ["PIP_INDEX_URL"] = "http://127.0.0.1:9/", ["PIP_TARGET"] = "/srv/pip" };
        var change = await images.OfAsync("pip3_install", $"plugins.pip3_install.index_url={server.Http}/simple");
        images.Environment = new Dictionary<string, string?>();

        Assert.Contains("python3-venv", change.Packages);
        Assert.DoesNotContain("gcc", change.Packages);
        Assert.Equal("RegularFile 755 0:0", change.Line("/opt/venv/bin/tabulate"));
        Assert.StartsWith("#!/opt/venv/bin/python3", change.Text("/opt/venv/bin/tabulate"));
        var module = Assert.Single(change.Added, path => path.EndsWith("/site-packages/tabulate.py", StringComparison.Ordinal));
        Assert.StartsWith("/opt/venv/lib/python3.", module);
        Assert.Contains("made by a test", change.Text(module));
        Assert.All(change.Added, path => Assert.DoesNotContain("/__pycache__/tabulate", path));
        Assert.All(change.Added, path => Assert.False(path.StartsWith("/srv/", StringComparison.Ordinal) || path.StartsWith("/root/", StringComparison.Ordinal), path));
        Assert.Single(server.Requests, request => request.EndsWith(".whl", StringComparison.Ordinal)); // the second build had the tree
    }

    [Fact]
    public async Task What_has_to_be_built_is_built_and_goes_to_the_system_where_that_is_asked_for()
    {
        var folder = images.Folder("pip-source");
        await new PythonIndex(folder).AddSourceAsync("native", "1.0");
        await using var server = await WebFolder.StartAsync(folder);
        var change = await images.OfSectionAsync("pip3_install", ["packages: [native==1.0]", "break_system_packages: true", $"index_url: {server.Http}/simple"]);
        Assert.Superset(new HashSet<string> { "python3-pip", "build-essential", "python3-dev" }, change.Packages.ToHashSet());
        var module = Assert.Single(change.Added, path => path.EndsWith("/native.so", StringComparison.Ordinal));
        Assert.Matches("^/usr/local/lib/python3[.][0-9]+/dist-packages/native.so$", module);
    }

    [Fact]
    public async Task Name_password_and_token_of_the_index_are_nowhere_to_be_found()
    {
        var folder = images.Folder("pip-secret");
        await new PythonIndex(Path.Combine(folder, Token)).AddAsync("tabulate", "0.9.0");
        await using var server = await WebFolder.StartAsync(folder, login: $"{Name}:{Password}");
        var address = $"http://{Name}:{Uri.EscapeDataString(Password)}@{new Uri(server.Http).Authority}/{Token}/simple";
        images.Environment = new Dictionary<string, string?> { ["INDEX_OF_THE_TEST"] = address };
        string[] section = ["packages: [tabulate==0.9.0]", "venv: /opt/venv", "build_tools: false", "index_url: {env: INDEX_OF_THE_TEST}"];
        var (image, _) = await images.MakeSectionAsync("pip3_install", section, "volume.backing=tar");
        var missing = await images.ErrorOfSectionAsync("pip3_install", ["packages: [absent==1.0]", .. section[1..]]);
        images.Environment = new Dictionary<string, string?>();

        Assert.Contains(server.Requests, request => request.EndsWith(".whl", StringComparison.Ordinal));
        Assert.Contains("error: pip cannot install the Python packages: ", missing);
        Assert.Contains("ERROR: No matching distribution found for absent==1.0", missing);
        Assert.Contains("hint: check names and versions of 'packages'", missing);

        var log = Directory.EnumerateFiles(images.Logs).Select(File.ReadAllText).Where(text => text.Contains(server.Http[7..], StringComparison.Ordinal)).ToList();
        Assert.Contains("Looking in indexes: http://***:****@", string.Concat(log)); // pip's own words are there
        string[] secrets = [Name, Password, Uri.EscapeDataString(Password), Token];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, missing));
        foreach (var file in new[] { images.Logs, images.Cache, image }.SelectMany(place => Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)))
        {
            var content = await File.ReadAllBytesAsync(file);
            Assert.All(secrets, secret => Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"'{secret}' is in {file}"));
        }

        Directory.Delete(image, recursive: true);
    }
}
