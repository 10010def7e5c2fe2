using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Tasks;

/// <summary>Finds the secrets of a manifest on the machine that builds.</summary>
internal sealed class SecretReader(IHost host, Manifest manifest)
{
    private readonly List<Diagnostic> _missing = [];

    /// <summary>What was not there.</summary>
    public IReadOnlyList<Diagnostic> Missing => _missing;

    /// <summary>What a secret is, or null after noting why it is not there.</summary>
    public async Task<string?> ReadAsync(Secret secret, CancellationToken ct) => secret switch
    {
        { Literal: { } literal } => literal,
        { Reference.Env: { } name } => OfVariable(secret, name),
        { Reference.File: { } file } => OfFile(secret, file),
        _ => await OfCommandAsync(secret, secret.Reference!.Command, ct),
    };

    private string? OfVariable(Secret secret, string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return !string.IsNullOrEmpty(value)
            ? value
            : Miss(secret, $"the environment variable '{name}' is {(value is null ? "not set" : "empty")}", $"export it where the build is started; sudo passes it on with --preserve-env={name}");
    }

    private string? OfFile(Secret secret, string file)
    {
        try
        {
            var value = WithoutLineEnd(File.ReadAllText(manifest.ResolvePath(file)));
            return value.Length > 0 ? value : Miss(secret, $"the file '{file}' is empty", "write the secret into it");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Miss(secret, $"the file '{file}' cannot be read: {error.Message}", "check the path and who may read it");
        }
    }

    private async Task<string?> OfCommandAsync(Secret secret, IReadOnlyList<string> words, CancellationToken ct)
    {
        var command = new Command(words[0], [.. words.Skip(1)]) { WorkingDirectory = manifest.ResolvePath("."), LogOutput = false };
        try
        {
            var value = WithoutLineEnd((await host.RunAsync(command, ct)).Output);
            return value.Length > 0 ? value : Miss(secret, $"the command '{command}' prints nothing", "it has to print the secret");
        }
        catch (CommandFailedException error)
        {
            // Not the exception's own text: it may show what the command printed.
            return Miss(secret, $"the command '{command}' ended with exit code {error.CommandExitCode}{(error.ErrorTail.Length > 0 ? ":\n" + error.ErrorTail : "")}", "it has to print the secret");
        }
        catch (HostRequirementException error)
        {
            return Miss(secret, error.Message, error.Hint);
        }
    }

    private string? Miss(Secret secret, string why, string? hint)
    {
        _missing.Add(new(secret.Place, Severity.Error, ErrorCodes.MissingSecret, $"'{secret.Setting}': {why}", hint));
        return null;
    }

    private static string WithoutLineEnd(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
