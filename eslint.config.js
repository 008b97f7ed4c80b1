import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      'artifacts/',
      'cache/',
      'coverage/',
      'dist/',
      'ignition-tmp/',
      'node_modules/',
      'typechain-types/',
      '**/*.{js,mjs}',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'prefer-const': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Bigints and numbers are what this project prints.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Node runs the sources as they are: only types may be erased. The compiler's own option would refuse TypeChain's output.
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration, TSParameterProperty', message: 'Node cannot erase this.' },
        { selector: 'TSAsExpression > TSAsExpression', message: 'A double cast hides a drift of types.' },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // The types of Node are known here for the auditor's files alone.
      'no-restricted-globals': ['error', 'Buffer', 'global', 'process', 'require', '__dirname'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Preact, which the page is built with, does the same as React in nearly all else.
      'no-restricted-imports': [
        'error',
        {
          name: 'react',
          importNames: [
            ...['Activity', 'Profiler', 'StrictMode', 'ViewTransition', 'cache', 'startTransition'],
            ...['useActionState', 'useDeferredValue', 'useOptimistic', 'useTransition'],
          ],
          message: 'Preact has not what this does: see docs/page.md.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration, TSParameterProperty', message: 'Node cannot erase this.' },
        { selector: 'TSAsExpression > TSAsExpression', message: 'A double cast hides a drift of types.' },
        { selector: 'JSXText[value=/\\p{L}/u]', message: 'Words for people stand in web/text/.' },
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Nothing on this page is markup of others.',
        },
        {
          selector: 'JSXAttribute[name.name="autoFocus"]',
          message: 'Preact only writes the attribute, which browsers heed once: focus the element in its ref.',
        },
        {
          selector: 'JSXAttribute[name.name="spellCheck"][value.type="JSXExpressionContainer"]',
          message: 'Preact leaves false away: write spellCheck="false".',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Chai's properties are assertions; fixtures are known to be there.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Bodies of `it` and of fixtures return what the assertion or the stub returns.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Hardhat's network helpers are bound functions that its types declare as methods.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
)
