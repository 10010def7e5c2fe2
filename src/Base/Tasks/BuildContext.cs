using System.Collections.Concurrent;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Base.Tasks;

/// <summary>One build while it runs: what tasks work on and share. While a stage runs whose tree may be kept, what is read here is noted.</summary>
public sealed class BuildContext
{
    private readonly ConcurrentDictionary<Type, object> _shared = new();
    private readonly ConcurrentDictionary<string, string> _secrets = new();
    private readonly AsyncLocal<InputLog?> _inputs = new(); // tasks that run at the same time may be of different stages

    /// <summary>The manifest being built.</summary>
    public required Manifest Manifest { get => Noted("manifest", field, field.Scalars); init; }

    /// <summary>The machine the build runs on.</summary>
    public required IHost Host { get; init; }

    /// <summary>Where the build tells what it does.</summary>
    public required IBuildLog Log { get; init; }

    /// <summary>Folders of this build on the host.</summary>
    public required BuildPaths Paths { get; init; }

    /// <summary>The manifest's variables, <c>{system.release}</c> and the like, for <see cref="Expand(string)"/>.</summary>
    public required Variables Variables { private get; init; }

    /// <summary>The image's root directory.</summary>
    public required RootFs Root { get; init; }

    /// <summary>Runs commands inside the image's root directory.</summary>
    public required Chroot Chroot { get; init; }

    /// <summary>Packages to install.</summary>
    public required PackageList Packages { get => Noted("packages", field, field); init; }

    /// <summary>apt sources the image gets.</summary>
    public required SourceLists Sources { get => Noted("sources", field, field); init; }

    /// <summary>apt pinning the image gets.</summary>
    public required PreferenceLists Preferences { get => Noted("preferences", field, field); init; }

    /// <summary>The image's name as the manifest gives it, variables and all.</summary>
    public string Name => Noted("name", Unnoted(() => Manifest.Options.Name), null);

    /// <summary>A result shared between tasks, by its type; made on first use.</summary>
    public T Get<T>()
        where T : class, new()
    {
        NotedShared(_shared.TryGetValue(typeof(T), out var known) ? (T)known : null);
        return (T)_shared.GetOrAdd(typeof(T), static _ => new T());
    }

    /// <summary>A result another task has shared, or null.</summary>
    public T? Find<T>()
        where T : class => NotedShared(_shared.TryGetValue(typeof(T), out var value) ? (T)value : null);

    /// <summary>Shares a result that cannot be made empty; replaces an earlier one.</summary>
    /// <exception cref="InvalidOperationException">The task's tree may come from the cache another time, and this result would be missing.</exception>
    public void Set<T>(T value)
        where T : class
    {
        if (_inputs.Value is { SharesNothingWithLater: false })
            throw new InvalidOperationException($"a task whose tree is kept cannot share '{typeof(T).Name}': find it out in Preparation, or where it is needed");
        _inputs.Value?.Own(typeof(T));
        _shared[typeof(T)] = value;
    }

    /// <summary>A file or folder of the host, for reading.</summary>
    /// <param name="path">Absolute, or relative to the manifest.</param>
    /// <returns>The absolute path.</returns>
    public string HostFile(string path)
    {
        var absolute = Unnoted(() => Manifest.ResolvePath(path));
        _inputs.Value?.Note("file " + absolute, HostContent.Of(absolute));
        return absolute;
    }

    /// <summary>Reads every secret of the manifest, for <see cref="Reveal"/>.</summary>
    /// <exception cref="ManifestException">Secrets are not where the manifest says; all of them, each with its place.</exception>
    public async Task ReadSecretsAsync(CancellationToken ct)
    {
        var reader = new SecretReader(Host, Manifest);
        foreach (var secret in Manifest.Secrets)
        {
            if (await reader.ReadAsync(secret, ct) is { } value)
                _secrets[secret.Setting] = value;
        }

        if (reader.Missing.Count > 0)
            throw new ManifestException(reader.Missing);
    }

    /// <summary>What a secret is. The layer of a task that asks knows its hash.</summary>
    /// <exception cref="InvalidOperationException">The secrets have not been read yet: in Validation.</exception>
    public string Reveal(Secret secret)
    {
        var value = secret.Literal ?? _secrets.GetValueOrDefault(secret.Setting)
            ?? throw new InvalidOperationException($"the secret '{secret.Setting}' has not been read yet");
        _inputs.Value?.Note("secret " + secret.Setting, value);
        return value;
    }

    /// <summary>The secret that an input is; null for another one, and for one that this build does not know.</summary>
    /// <param name="name">A name from an <see cref="InputLog"/>.</param>
    public string? SecretOf(string name) => name.Split(' ', 2) is ["secret", var setting] ? _secrets.GetValueOrDefault(setting) : null;

    /// <summary>Replaces the variables of a text.</summary>
    /// <exception cref="FormatException">A variable is unknown or a brace is not closed.</exception>
    public string Expand(string text)
    {
        var expanded = Variables.Expand(text);
        _inputs.Value?.Note("text " + text, expanded);
        return expanded;
    }

    /// <summary>Replaces the variables of a text, and one more that only this build knows; noted as no input.</summary>
    /// <exception cref="FormatException">A variable is unknown or a brace is not closed.</exception>
    public string Expand(string text, string name, string value) =>
        new Variables(new Dictionary<string, string>(Variables.Values) { [name] = value }).Expand(text);

    /// <summary>From here on everything that is read is noted; null ends it.</summary>
    internal void NoteInputs(InputLog? inputs) => _inputs.Value = inputs;

    /// <summary>The hash of an input as it is now; null when there is no such thing any more.</summary>
    /// <param name="name">A name from an <see cref="InputLog"/>.</param>
    public string? DigestOf(string name) => name.Split(' ', 2) switch
    {
        ["manifest"] => ContentText.Digest(Manifest.Scalars),
        ["packages"] => ContentText.Digest(Packages),
        ["sources"] => ContentText.Digest(Sources),
        ["preferences"] => ContentText.Digest(Preferences),
        ["name"] => ContentText.Digest(Name),
        ["shared", var type] => ContentText.Digest(_shared.FirstOrDefault(s => s.Key.Name == type).Value),
        ["file", var path] => ContentText.Digest(HostContent.Of(path)),
        ["secret", ..] => SecretOf(name) is { } secret ? ContentText.Digest(secret) : null,
        ["text", var text] => ContentText.Digest(Expand(text)),
        _ => null,
    };

    private T Noted<T>(string name, T value, object? content)
    {
        _inputs.Value?.Note(name, content ?? value);
        return value;
    }

    private T? NotedShared<T>(T? value)
        where T : class
    {
        if (_inputs.Value is { } inputs && !inputs.Owns(typeof(T)) && !typeof(T).IsAssignableTo(typeof(IOutput)))
            inputs.Note("shared " + typeof(T).Name, value);
        return value;
    }

    private T Unnoted<T>(Func<T> read)
    {
        var inputs = _inputs.Value;
        _inputs.Value = null;
        try
        {
            return read();
        }
        finally
        {
            _inputs.Value = inputs;
        }
    }
}

/// <summary>Folders of one build on the host.</summary>
/// <param name="Scratch">Private to this build; gone with it. The image's root directory is below it.</param>
/// <param name="Output">Where finished images are placed.</param>
/// <param name="Cache">Kept between builds and shared by builds that run at the same time.</param>
public sealed record BuildPaths(string Scratch, string Output, string Cache)
{
    /// <summary>The image's root directory on the host.</summary>
    public string Root => Path.Combine(Scratch, "root");
}
