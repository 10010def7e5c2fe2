using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests;

/// <summary>
/// A setting that nobody may see: a passphrase, a password, a token. It stands in the manifest literally, or the manifest says where the machine
/// that builds finds it. Nothing here tells the value but <see cref="BuildContext.Reveal"/>; a reference is read when the build begins.
/// </summary>
/// <remarks>What is handed to a program goes through its input, or is named in <see cref="Hosts.Command.Secrets"/>.</remarks>
public sealed class Secret : IInput
{
    private const string Hidden = "***";

    internal Secret(string setting, SourceLocation place, string? literal, SecretReference? reference)
    {
        (Setting, Place, Literal, Reference) = (setting, place, literal, reference);
    }

    /// <summary>The setting it is the value of: <c>plugins.root_password.password</c>.</summary>
    public string Setting { get; }

    /// <summary>Where it stands.</summary>
    public SourceLocation Place { get; }

    /// <summary>The value, when it stands in the manifest.</summary>
    internal string? Literal { get; }

    /// <summary>Where the value is found, when it does not.</summary>
    internal SecretReference? Reference { get; }

    /// <inheritdoc/>
    /// <remarks>Of a reference only what it says: its value is an input of those tasks that have it revealed.</remarks>
    string IInput.InputText => Literal is { } literal
        ? "literal " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(literal)))
        : $"{Reference!.Env}\n{Reference.File}\n{string.Join('\n', Reference.Command)}";

    /// <summary>A secret that is known, for programs that make options themselves.</summary>
    public static Secret Of(string value) => new("", default, value, null);

    /// <summary>Three stars.</summary>
    public override string ToString() => Hidden;
}

/// <summary>Where the machine that builds finds a secret; one of the three.</summary>
internal sealed record SecretReference
{
    /// <summary>A variable of the environment the build is started in.</summary>
    [RegularExpression("[A-Za-z_][A-Za-z0-9_]*", ErrorMessage = "that is no name of an environment variable")]
    public string? Env { get; init; }

    /// <summary>A file, relative to the manifest; a line end at its end does not count.</summary>
    [HostFile]
    public string? File { get; init; }

    /// <summary>A program with its arguments, started in the manifest's folder without a shell, that prints it; a line end at the end does not count.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Command { get; init; } = [];
}
