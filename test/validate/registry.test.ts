import { describe, expect, test } from 'vitest';
import { readRuleFixtures } from '../../scripts/rule-fixtures.ts';
import { loaderCodes } from '../../src/model/codes.ts';
import { findRule, rules } from '../../src/validate/registry.ts';

describe('the registry', () => {
  test('has every rule once, in the order of the codes', () => {
    const codes = rules.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  test('has a rule for every code of the loader', () => {
    for (const { code, name, severity } of Object.values(loaderCodes)) {
      expect(findRule(code)).toMatchObject({ code, name, severity });
    }
  });

  test('has fixtures for every rule, and no others', () => {
    const fixtures = readRuleFixtures().map(({ code, name }) => `${code}-${name}`);
    expect(fixtures).toEqual(rules.map(({ code, name }) => `${code}-${name}`));
  });

  test('finds rules by code in any case and by name', () => {
    expect(findRule('sg201')?.name).toBe('unknown-need');
    expect(findRule(' unknown-need ')?.code).toBe('SG201');
    expect(findRule('SG999')).toBeUndefined();
  });

  test('every text of a rule says something, in whole sentences', () => {
    for (const { summary, why, fix } of rules) {
      for (const text of [summary, why, fix]) expect(text).toMatch(/^[A-Z`].{10,}[.]$/s);
    }
  });
});
