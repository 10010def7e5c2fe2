using BootstrapVz.Cli;

namespace BootstrapVz.Test.Unit.Cli;

/// <summary>The program run in this process, in a folder of its own, with the fixture units at hand.</summary>
internal sealed class CommandRun : IDisposable
{
    private const string Manifest = """
        name: fixture
        provider:
          name: fixture
        bootstrapper:
          workspace: out
        system:
          release: trixie
          architecture: amd64
          bootloader: none
          charmap: UTF-8
          locale: en_US
          timezone: UTC
        volume:
          backing: raw
          partitions:
            type: none
            root:
              filesystem: ext4
              size: 1GiB

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cli");

    public CommandRun()
    {
        Write("good.yml", Manifest);
        Write("failing.yml", Manifest + "plugins:\n  fixture_fail: {}\n");
        Write("bad.yml", Manifest.Replace("trixie", "trixy").Replace("amd64", "amd65"));
        Write("broken.yml", "a: [\n");
        Write("notaplugin.dll", "this is text");
    }

    public static string Fixtures => Path.Combine(AppContext.BaseDirectory, "BootstrapVz.Test.Fixtures.dll");

    public string Folder => _folder.FullName;

    public StringWriter Out { get; } = new() { NewLine = "\n" };

    public StringWriter Error { get; } = new() { NewLine = "\n" };

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>
    /// Runs one command line; words are separated by spaces, <c>{units}</c> is the assembly of the fixture units, a manifest of this
    /// folder is named in full.
    /// </summary>
    public Task<int> RunAsync(string line) => App.RunAsync(
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word)],
        new Terminal
        {
            Out = Out,
            Error = Error,
            In = TextReader.Null,
            WorkingDirectory = Folder,
            Variable = name => Variables.GetValueOrDefault(name, name == "HOME" ? Folder : null!),
        });

    private string Word(string word) => word.EndsWith(".yml", StringComparison.Ordinal)
        ? Path.Combine(Folder, word)
        : word.Replace("{units}", Fixtures);

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
        _folder.Delete(recursive: true);
    }
}
