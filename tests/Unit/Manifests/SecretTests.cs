using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class SecretTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("1234", "1234")]
    [InlineData("{file: word}", "from a file")]
    [InlineData("{command: [cat, word]}", "from a file")]
    public async Task A_secret_is_what_stands_in_the_manifest_or_where_it_points(string written, string value)
    {
        using var file = new ManifestFile(WithPassword(written));
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(file.Path)!, "word"), "from a file\n", Cancel);
        var build = Build(file);

        await build.ReadSecretsAsync(Cancel);

        Assert.Equal(value, build.Reveal(Password(build)));
        // The command itself is there, what it printed is not.
        Assert.DoesNotContain(((RecordingLog)build.Log).Lines, line => line.Contains("from a file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_can_be_a_variable_of_the_environment()
    {
        const string Name = "BOOTSTRAP_VZ_SECRET_TEST";
        using var file = new ManifestFile(WithPassword($"{{env: {Name}}}"));
        Environment.SetEnvironmentVariable(Name, "from outside");
        var build = Build(file);
        await build.ReadSecretsAsync(Cancel);
        Environment.SetEnvironmentVariable(Name, null);

        Assert.Equal("from outside", build.Reveal(Password(build)));
    }

    [Fact]
    public async Task All_that_is_missing_is_told_with_its_place()
    {
        using var file = new ManifestFile(WithPassword("{env: BOOTSTRAP_VZ_NO_SUCH_THING}"));

        var error = await Assert.ThrowsAsync<ManifestException>(() => Build(file).ReadSecretsAsync(Cancel));

        var finding = Assert.Single(error.Diagnostics);
        Assert.Equal($"{file.Path}:21:15", finding.Location.ToString());
        Assert.Equal("'plugins.user.password': the environment variable 'BOOTSTRAP_VZ_NO_SUCH_THING' is not set", finding.Message);
    }

    [Theory]
    [InlineData("{command: [sh, -c, 'echo s3cret; exit 3']}", "the command 'sh -c 'echo s3cret; exit 3'' ended with exit code 3")]
    [InlineData("{command: [\"true\"]}", "the command 'true' prints nothing")]
    [InlineData("{file: /dev/null}", "the file '/dev/null' is empty")]
    public async Task A_reference_that_leads_nowhere_says_why_and_nothing_of_what_it_found(string written, string why)
    {
        using var file = new ManifestFile(WithPassword(written));

        var error = await Assert.ThrowsAsync<ManifestException>(() => Build(file).ReadSecretsAsync(Cancel));

        Assert.Equal("'plugins.user.password': " + why, Assert.Single(error.Diagnostics).Message);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("yes")]
    [InlineData("{}")]
    [InlineData("{env: A, file: /etc/passwd}")]
    [InlineData("{env: 's3cret word'}")]
    public void What_is_no_secret_is_refused(string written)
    {
        var finding = ManifestFile.Finding(WithPassword(written));

        Assert.Equal(21, finding.Location.Line);
        Assert.Contains("plugins.user.password", finding.Message);
    }

    [Fact]
    public void A_secret_shows_itself_to_nobody()
    {
        var secret = Secret.Of("s3cret");

        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("s3cret", ContentText.Of(new UserOptions { Username = "joe", Password = secret }));
        Assert.DoesNotContain("s3cret", new UserOptions { Username = "joe", Password = secret }.ToString());
        Assert.DoesNotContain("s3cret", System.Text.Json.JsonSerializer.Serialize(secret));
    }

    [Fact]
    public async Task A_task_that_has_a_secret_revealed_is_another_one_when_the_secret_changes()
    {
        using var file = new ManifestFile(WithPassword("{file: word}"));
        var word = Path.Combine(Path.GetDirectoryName(file.Path)!, "word");
        var digests = new List<string?>();
        foreach (var value in (string[])["one", "two"])
        {
            await File.WriteAllTextAsync(word, value, Cancel);
            var build = Build(file);
            await build.ReadSecretsAsync(Cancel);
            var inputs = new InputLog();
            build.NoteInputs(inputs);
            build.Reveal(Password(build));
            build.NoteInputs(null);
            digests.Add(inputs.Digests["secret plugins.user.password"]);
            Assert.Equal(digests[^1], build.DigestOf("secret plugins.user.password"));
        }

        Assert.NotEqual(digests[0], digests[1]);
    }

    private static string WithPassword(string written) => ManifestFile.Valid + $"plugins:\n  user:\n    username: joe\n    password: {written}\n";

    private static Secret Password(BuildContext build) => ((UserPlugin)build.Manifest.Plugins.Single().Value).Options.Password!;

    private static BuildContext Build(ManifestFile file)
    {
        var log = new RecordingLog();
        var host = new Base.Hosts.LocalHost(log);
        var sources = new SourceLists();
        var folder = Path.GetDirectoryName(file.Path)!;
        return new()
        {
            Manifest = file.Check().Manifest!,
            Host = host,
            Log = log,
            Paths = new(folder, folder, folder),
            Variables = new(new Dictionary<string, string>()),
            Root = new(folder),
            Chroot = new(host, new(folder)),
            Packages = new("trixie", sources),
            Sources = sources,
            Preferences = new(),
        };
    }
}
