using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Secrets for every setting that takes one, each given in each of the four ways, are found where they belong and nowhere else.</summary>
/// <remarks>Sections of plugins are in <c>tests/corpus/secrets/NAME.json</c>: what the first manifest has of a plugin, what the second has.</remarks>
[Collection(nameof(BuildSpace))]
public sealed partial class SecretTests(BuildSpace space)
{
    private const string Archive = """{"url": "@archive", "suite": "stable", "key": {"file": "@key"}, "username": "@secret", "password": "@secret"}""";

    // Encrypted partitions of the two manifests.
    private static readonly string[] Encryption = ["""{"passphrase": "@secret"}""", """{"key": "@kept"}"""];

    [Fact]
    public void Every_setting_that_takes_a_secret_is_tried()
    {
        Assert.Equal(SecretsOf("docs/manifest.md"), Encryption.Append(Archive).Sum(Placeholders));
        foreach (var plugin in OurUnits.Catalog.Plugins)
        {
            var page = $"src/Plugins/{plugin.Type.Namespace!.Split('.')[^1]}/README.md";
            Assert.Equal((plugin.Name, SecretsOf(page)), (plugin.Name, Sections(plugin.Name).Sum(Placeholders)));
        }

        static int SecretsOf(string page) => SecretRow().Count(File.ReadAllText(Path.Combine(ProgramRun.Project, page)));
    }

    // Which of the four ways a setting is given in is another one each time.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_secret_is_where_it_does_not_belong(int turn)
    {
        for (var manifest = 0; manifest < Encryption.Length; manifest++)
            await AssertKeptAsync(manifest, turn);
    }

    private async Task AssertKeptAsync(int manifest, int turn)
    {
        var folder = space.NewFolder();
        var canaries = new Canaries(folder, turn);
        var calls = Path.Combine(folder, "calls");
        var web = Directory.CreateDirectory(Path.Combine(folder, "web")).FullName;
        await new PythonIndex(web).AddAsync("greeting", "1.0");
        await using var server = await WebFolder.StartAsync(web);
        var archive = await SignedArchive.MakeAsync(folder, "stable", new DebPackage("acme-tool"));
        await using var archiveServer = await WebFolder.StartAsync(archive.Folder);
        var text = canaries.Fill(Manifest(manifest), server.Http, ("@port", $"{new Uri(server.Http).Port}"), ("@archive", archiveServer.Http), ("@key", archive.Key));
        archiveServer.Login = $"{canaries.All[0].Word}:{canaries.All[1].Word}";
        using var workshop = new Workshop(space, folder)
        {
            Cache = space.Cache + "-secrets", // all of it is looked at
            UseLayers = true,
            Environment = canaries.Environment,
            Through = ["strace", "-f", "--seccomp-bpf", "-qq", "-v", "-s", "1000000", "-e", "trace=execve,execveat", "-o", calls],
        }.With(text);

        var end = await workshop.BuildWellAsync("--progress", "json", "--debug", "--json");
        var images = JsonNode.Parse(end.Out)!["images"]!.AsArray().ToDictionary(image => (string)image!["format"]!, image => (Path: (string)image!["path"]!, Sha256: (string)image!["sha256"]!));
        // The first ones show that what is there is found.
        var kept = canaries.All.Where(canary => canary.IsKept).ToList();
        Assert.Equal(kept, canaries.FoundInFile(images["tar"].Path));
        Assert.Equal(kept, canaries.FoundInFile(images["raw"].Path));
        Assert.Equal([], canaries.FoundIn(end.Error, end.Out));
        Assert.Equal([], FilesOf(Path.Combine(folder, "log")).Concat(FilesOf(workshop.Cache)).SelectMany(file => canaries.FoundInFile(file).Select(canary => (file, canary))));
        Assert.All(Directory.GetFiles(Path.Combine(workshop.Cache, "layers"), "*.layer"), layer => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(layer)));
        var words = ProgramCall().Matches(await File.ReadAllTextAsync(calls)).Select(call => call.Value).ToArray();
        Assert.InRange(words.Length, 100, int.MaxValue);
        Assert.Equal([], canaries.FoundIn(words));

        if (turn > 0)
            return;
        // What is hidden in the cache is there again for who knows it.
        Directory.Delete(workshop.Output, recursive: true);
        var again = await workshop.BuildWellAsync("--json");
        Assert.Contains("finished system: from the cache", again.Error);
        Assert.Equal(images["tar"].Sha256, JsonNode.Parse(again.Out)!["images"]!.AsArray().Select(image => (string)image!["sha256"]!).Single(images["tar"].Sha256.Equals));
    }

    private static string Manifest(int number)
    {
        var plugins = OurUnits.Catalog.Plugins.Select(plugin => (plugin.Name, Section: Sections(plugin.Name).ElementAtOrDefault(number))).Where(plugin => plugin.Section is not null);
        return $$"""
            name: secrets
            provider: {name: bare}
            bootstrapper: {workspace: out, variant: minbase}
            system: {release: trixie, architecture: amd64, bootloader: none, charmap: UTF-8, locale: C, timezone: UTC}
            packages: {install: [acme-tool], repositories: {acme: {{Archive}} } }
            volume:
              backing: raw
              formats: [raw, tar]
              partitions: {type: gpt, root: {filesystem: ext4, size: 1GiB}, srv: {filesystem: ext4, size: 100MiB, encryption: {{Encryption[number]}} } }
            plugins:
            {{string.Concat(plugins.Select(plugin => $"  {plugin.Name}: {plugin.Section}\n"))}}
            """;
    }

    private static string[] Sections(string plugin)
    {
        var file = Path.Combine(ProgramRun.Project, "tests/corpus/secrets", plugin + ".json");
        return File.Exists(file) ? [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(section => section!.ToJsonString())] : [];
    }

    private static int Placeholders(string section) => Canaries.Placeholder().Count(section);

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    // Archives that plugins name have the settings of other archives.
    [GeneratedRegex(@"^\| `(?!repository\.)[^`]+` \| secret \|", RegexOptions.Multiline, 10_000)]
    private static partial Regex SecretRow();

    // A program and its arguments, without the environment behind them; strace(1).
    [GeneratedRegex("""execve(at)?\((?:[A-Z0-9_]+, )?"(?:[^"\\]|\\.)*", \[(?:"(?:[^"\\]|\\.)*"(?:, )?)*\]""", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex ProgramCall();
}
